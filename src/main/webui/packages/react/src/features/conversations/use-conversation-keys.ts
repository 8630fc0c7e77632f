import type { Conversation } from "@rapport/client";
import type { Place } from "../../hooks/places";
import { useShortcut } from "../../hooks/shortcut";

/** Alt+Up and Alt+Down open the previous and the next conversation; with Shift, the unread ones. */
export function useConversationKeys(
  conversations: readonly Conversation[],
  chosen: Place,
  open: (place: Place) => void,
): void {
  useShortcut((event) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0 || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = neighbour(conversations, chosen, step, event.shiftKey);
    if (next !== undefined) open(next);
  });
}

function neighbour(
  conversations: readonly Conversation[],
  chosen: Place,
  step: 1 | -1,
  unreadOnly: boolean,
): string | undefined {
  const at = conversations.findIndex(({ peer }) => peer.id === chosen);
  const begin = at === -1 && step === -1 ? conversations.length : at;
  for (let index = begin + step; index >= 0 && index < conversations.length; index += step) {
    const conversation = conversations[index];
    if (conversation !== undefined && (!unreadOnly || conversation.unread > 0)) return conversation.peer.id;
  }
  return undefined;
}
