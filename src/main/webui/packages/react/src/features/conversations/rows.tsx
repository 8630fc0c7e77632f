import type { Conversation } from "@rapport/client";
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useMemo, useState } from "react";
import { useChat, useReadable } from "../../hooks/chat";
import { type Place, usePlaces } from "../../hooks/places";
import { useNow } from "../../hooks/use-now";
import { ConversationRow } from "./conversation-row";
import { useConversationKeys } from "./use-conversation-keys";

const MINUTE = 60_000;
const PART = 25;

/** The rows of the list: one stop for Tab, arrows inside; all of them, as the browser lays out only those in sight. */
export function Rows({ conversations, chosen }: { conversations: readonly Conversation[]; chosen: Place }) {
  const { me, session } = useChat();
  const now = useNow(MINUTE);
  const typing = useReadable(session.typing);
  const opened = useReadable(session.opened);
  const { go, hrefOf } = usePlaces();
  const [focused, setFocused] = useState<string>();
  useConversationKeys(conversations, chosen, go);
  const has = (peerId: Place | undefined) => conversations.some(({ peer }) => peer.id === peerId);
  const stop = [focused, chosen].find(has) ?? conversations[0]?.peer.id;
  const parts = useMemo(() => inParts(conversations), [conversations]);
  const clicked = (event: MouseEvent) => {
    const peerId = peerOf(event.target);
    // A new tab or window is the browser's business.
    if (peerId === undefined || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    event.preventDefault();
    go(peerId);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a real list may hold nothing but its items, this one holds parts.
    <div
      role="list"
      className="rows"
      onKeyDown={moveBetweenRows}
      onClick={clicked}
      onFocus={(event: FocusEvent) => setFocused(peerOf(event.target))}
    >
      {parts.map((part) => (
        <div key={part[0]?.peer.id} role="presentation" className="rows-part">
          {part.map((conversation) => {
            const { id } = conversation.peer;
            return (
              // biome-ignore lint/a11y/useSemanticElements: as the list itself.
              <div key={id} role="listitem">
                <ConversationRow
                  conversation={conversation}
                  href={hrefOf?.(id)}
                  current={id === chosen}
                  isStop={id === stop}
                  typing={typing.has(id)}
                  opened={opened.get(id)}
                  ownId={me.id}
                  now={now}
                />
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** The browser decides for each part whether it is in sight: for a thousand single rows that alone takes its time. */
function inParts(conversations: readonly Conversation[]): (readonly Conversation[])[] {
  const count = Math.ceil(conversations.length / PART);
  return Array.from({ length: count }, (_, index) => conversations.slice(index * PART, (index + 1) * PART));
}

function peerOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-peer]")?.dataset.peer : undefined;
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-peer]")];
  const at = rows.findIndex((row) => row.matches(":focus"));
  const targets: Record<string, number> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: rows.length - 1,
  };
  const target = rows[targets[event.key] ?? -1];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
