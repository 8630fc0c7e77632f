import type { Conversation } from "@rapport/client";
import { useTranslation } from "react-i18next";
import { useChat, useReadable } from "../../hooks/chat";

/** Says that the other person types; its height is always there, so that nothing jumps. */
export function TypingLine({ peer }: { peer: Conversation["peer"] }) {
  const { t } = useTranslation();
  const typing = useReadable(useChat().session.typing).has(peer.id);
  return (
    <p className="typing-line" dir="auto">
      {typing && t("chat.typing", { name: peer.displayName })}
    </p>
  );
}
