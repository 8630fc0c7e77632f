import type { ConversationSync } from "@rapport/client";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "../../components/ui/announcer";
import { useChat } from "../../hooks/chat";
import { useClientConfig } from "../../hooks/organisation";

/** What can be done with a message; the same object for the life of the list, so that rows need not be drawn anew. */
export type MessageActions = {
  readonly copy: (text: string) => void;
  /** Whether the server still lets a message of this moment be edited or deleted, as far as the page can know. */
  readonly canChange: (sentAt: string) => boolean;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
  readonly beginEdit: (seq: number) => void;
  readonly saveEdit: (seq: number, text: string) => void;
  readonly endEdit: (seq: number) => void;
  readonly askDelete: (seq: number) => void;
  readonly remove: (seq: number) => void;
  readonly giveUp: (seq: number) => void;
};

/** The actions on the messages of one conversation, and what is being edited or asked for. */
export function useMessageActions(sync: ConversationSync, onGone: () => void) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const { api } = useChat();
  const editWindow = useClientConfig()?.messageEditWindowSeconds ?? Number.POSITIVE_INFINITY;
  const [editing, setEditing] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<number | null>(null);
  const actions = useMemo<MessageActions>(
    () => ({
      copy: (text) => {
        navigator.clipboard.writeText(text).then(
          () => announce(t("delivery.copied")),
          () => undefined,
        );
      },
      canChange: (sentAt) => {
        // Not by this browser's own clock, which may be hours away: where the server tells no time, it refuses.
        const now = api.serverNow();
        return editWindow > 0 && (now === null || now - Date.parse(sentAt) < editWindow * 1_000);
      },
      retry: (key) => sync.retry(key),
      discard: (key) => {
        sync.discard(key);
        // The focused button is gone with its message.
        onGone();
      },
      beginEdit: setEditing,
      saveEdit: (seq, text) => {
        setEditing(null);
        sync.edit(seq, text);
      },
      endEdit: (seq) => {
        setEditing(null);
        sync.giveUpChange(seq);
      },
      askDelete: setDeleting,
      remove: (seq) => {
        setDeleting(null);
        sync.remove(seq);
      },
      giveUp: (seq) => sync.giveUpChange(seq),
    }),
    [sync, onGone, announce, t, api, editWindow],
  );
  return { actions, editing, deleting, keep: () => setDeleting(null) };
}
