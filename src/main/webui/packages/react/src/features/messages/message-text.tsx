import { useMemo } from "react";
import { textParts } from "./links";

type MessageTextProps = { text: string; tabIndex: number };

/** What somebody wrote, never taken for markup; addresses in it can be opened, without telling where from. */
export function MessageText({ text, tabIndex }: MessageTextProps) {
  const parts = useMemo(() => textParts(text), [text]);
  return (
    <p className="bubble" dir="auto" translate="no">
      {parts.map(({ text: piece, href }, index) =>
        href === null ? (
          piece
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their order.
            key={index}
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            tabIndex={tabIndex}
          >
            {piece}
          </a>
        ),
      )}
    </p>
  );
}
