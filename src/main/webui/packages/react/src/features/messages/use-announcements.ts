import type { TimelineEntry } from "@rapport/client";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "../../components/ui/announcer";

const LONGEST = 200;

type Counts = {
  readonly first: number;
  readonly last: number;
  readonly failed: number;
  readonly stored: number;
};

/** Tells screen readers what arrives, what is loaded above and what failed in the conversation in front. */
export function useAnnouncements(entries: readonly TimelineEntry[], loaded: boolean, peerName: string): void {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const before = useRef<Counts | null>(null);
  useEffect(() => {
    if (!loaded) return;
    const stored = entries.filter(({ seq }) => seq > 0);
    const now: Counts = {
      first: stored[0]?.seq ?? 0,
      last: stored.at(-1)?.seq ?? 0,
      failed: entries.filter(({ delivery }) => delivery?.kind === "failed").length,
      stored: stored.length,
    };
    const then = before.current;
    before.current = now;
    if (then === null) return;
    const arrived = stored.filter(({ own, seq }) => !own && seq > then.last);
    const [only] = arrived;
    if (arrived.length > 1) announce(t("chat.announceMany", { count: arrived.length }));
    else if (only && !only.deleted)
      announce(t("chat.announceOne", { name: peerName, text: only.text.slice(0, LONGEST) }));
    if (now.failed > then.failed) announce(t("delivery.announceFailed"), "assertive");
    if (then.first > now.first && now.first > 0) {
      announce(t("chat.olderLoaded", { count: stored.filter(({ seq }) => seq < then.first).length }));
    }
  }, [entries, loaded, peerName, announce, t]);
}
