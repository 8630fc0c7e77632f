import { useTranslation } from "react-i18next";
import { bytesOf, LONGEST } from "./text-limit";

const COUNT_FROM = LONGEST - 500;

/** How much room is left, once that is worth knowing. */
export function ByteCount({ text }: { text: string }) {
  const { t } = useTranslation();
  // A character takes three bytes at most, so short texts need no counting.
  const bytes = text.length * 3 < COUNT_FROM ? 0 : bytesOf(text);
  if (bytes < COUNT_FROM) return null;
  const over = bytes > LONGEST;
  return (
    <span className={over ? "composer-over" : ""} role="status">
      {t(over ? "composer.tooLong" : "composer.left", { count: Math.abs(LONGEST - bytes) })}
    </span>
  );
}
