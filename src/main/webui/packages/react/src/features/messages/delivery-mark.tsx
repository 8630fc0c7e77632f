import type { TimelineEntry } from "@rapport/client";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";

const SLOW = 10_000;

/** How far an own message has come, as a sign with its words. */
export function DeliveryMark({ entry, lastRead }: { entry: TimelineEntry; lastRead: boolean }) {
  const { t } = useTranslation();
  const kind = entry.delivery?.kind ?? "stored";
  const slow = useSlow(kind === "sending" || kind === "queued" ? entry.createdAt : null);
  if (kind === "failed") return null;
  if (lastRead) return <span className="mark mark-read">{t("delivery.read")}</span>;
  if (kind === "stored") {
    return (
      <span className="mark">
        <Icon name="tick" size={14} label={t("delivery.stored")} />
      </span>
    );
  }
  return (
    <span className="mark">
      <Icon name="clock" size={14} />
      <span className={slow ? "" : "visually-hidden"}>
        {slow ? t(kind === "sending" ? "delivery.stillSending" : "delivery.queued") : t(`delivery.${kind}`)}
      </span>
    </span>
  );
}

function useSlow(since: number | null): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (since === null) return;
    const timer = setTimeout(() => setSlow(true), Math.max(0, since + SLOW - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return slow;
}
