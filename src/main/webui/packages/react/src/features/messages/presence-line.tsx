import type { Conversation } from "@rapport/client";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "../../components/ui/announcer";
import { PresenceDot } from "../../components/ui/presence-dot";

const TEXTS = {
  coach: { available: "chat.coachAvailable", away: "chat.coachAway", offline: "role.yourCoach" },
  client: { available: "chat.clientAvailable", away: "chat.clientAway", offline: "role.yourClient" },
} as const;

/** Who the other person is and whether they are there; someone who is not there is nothing to worry about. */
export function PresenceLine({ peer, open }: { peer: Conversation["peer"]; open: boolean }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const line = useRef<HTMLParagraphElement>(null);
  // Nothing is told of a conversation that is over.
  const presence = open ? (peer.presence ?? "offline") : "offline";
  const text = t(TEXTS[peer.role][presence]);
  const before = useRef(presence);
  useEffect(() => {
    if (before.current === presence) return;
    before.current = presence;
    // A change elsewhere on the screen is no reason to interrupt.
    const inFront = line.current?.closest(".chat")?.matches(":focus-within") ?? true;
    if (presence !== "offline" && inFront) announce(text);
  }, [presence, text, announce]);
  return (
    <p ref={line} className="chat-presence">
      {presence !== "offline" && <PresenceDot presence={presence} />}
      {text}
    </p>
  );
}
