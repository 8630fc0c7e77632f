import type { Conversation, ConversationState } from "@rapport/client";
import { useTranslation } from "react-i18next";

type PreviewProps = {
  conversation: Conversation;
  opened: ConversationState | null;
  ownId: string;
  typing: boolean;
};

/** The last line of a row: what needs the person's attention, else the last message. */
export function Preview({ conversation, opened, ownId, typing }: PreviewProps) {
  const { t } = useTranslation();
  const { lastMessage, state } = conversation;
  const deliveries = opened?.pending.map(({ delivery }) => delivery.kind) ?? [];
  if (deliveries.includes("failed"))
    return <span className="row-preview row-failed">{t("list.notSent")}</span>;
  if (typing && state === "open") return <span className="row-preview row-typing">{t("list.typing")}</span>;
  if (deliveries.includes("sending")) return <span className="row-preview">{t("list.sending")}</span>;
  if (deliveries.includes("queued")) return <span className="row-preview">{t("list.notYetSent")}</span>;
  if (state === "closed") return <span className="row-preview">{t("list.closed")}</span>;
  if (!lastMessage) return <span className="row-preview">{t("list.noMessages")}</span>;
  if (lastMessage.deleted) return <span className="row-preview">{t("chat.deleted")}</span>;
  const text = lastMessage.senderId === ownId ? t("list.you", { text: lastMessage.text }) : lastMessage.text;
  return (
    <span className="row-preview" dir="auto" translate="no">
      {text}
    </span>
  );
}
