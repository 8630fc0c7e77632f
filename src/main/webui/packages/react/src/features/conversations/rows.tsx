import type { Conversation } from "@rapport/client";
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useCallback, useState } from "react";
import { useHref, useMatch, useNavigate } from "react-router";
import { useChat, useReadable } from "../../hooks/chat";
import { useNow } from "../../hooks/use-now";
import { ConversationRow } from "./conversation-row";
import { useConversationKeys } from "./use-conversation-keys";

const MINUTE = 60_000;
const PATH = "/conversations/";

/** The rows of the list: one stop for Tab, arrows inside; all of them, as the browser lays out only those in sight. */
export function Rows({ conversations }: { conversations: readonly Conversation[] }) {
  const { me, session } = useChat();
  const now = useNow(MINUTE);
  const typing = useReadable(session.typing);
  const opened = useReadable(session.opened);
  const base = useHref(PATH);
  const navigate = useNavigate();
  const chosen = useMatch(`${PATH}:peerId`)?.params.peerId;
  const [focused, setFocused] = useState<string>();
  const open = useCallback((peerId: string) => void navigate(PATH + encodeURIComponent(peerId)), [navigate]);
  useConversationKeys(conversations, chosen, open);
  const has = (peerId: string | undefined) => conversations.some(({ peer }) => peer.id === peerId);
  const stop = [focused, chosen].find(has) ?? conversations[0]?.peer.id;
  const clicked = (event: MouseEvent) => {
    const peerId = peerOf(event.target);
    // A new tab or window is the browser's business.
    if (peerId === undefined || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    event.preventDefault();
    open(peerId);
  };
  return (
    <ul
      className="rows"
      onKeyDown={moveBetweenRows}
      onClick={clicked}
      onFocus={(event: FocusEvent) => setFocused(peerOf(event.target))}
    >
      {conversations.map((conversation) => {
        const { id } = conversation.peer;
        return (
          <li key={id}>
            <ConversationRow
              conversation={conversation}
              href={base + encodeURIComponent(id)}
              current={id === chosen}
              isStop={id === stop}
              typing={typing.has(id)}
              opened={opened.get(id)}
              ownId={me.id}
              now={now}
            />
          </li>
        );
      })}
    </ul>
  );
}

function peerOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-peer]")?.dataset.peer : undefined;
}

function moveBetweenRows(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
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
