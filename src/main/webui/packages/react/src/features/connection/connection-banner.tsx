import type { ConnectionState } from "@rapport/client";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "../../components/ui/announcer";
import { useChat, useReadable } from "../../hooks/chat";
import { useNow } from "../../hooks/use-now";
import { useOnline } from "../../hooks/use-online";

const SHOW_AFTER = 2_000;
const TRY_NOW_AFTER = 30_000;

/** Says what is wrong with the connection, once it has been wrong long enough to matter. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const { session } = useChat();
  const state = useReadable(session.connection.state);
  const unsent = useReadable(session.unsent);
  const online = useOnline();
  const down = "downSince" in state;
  const now = useNow(down ? 500 : null);
  const kind = bannerKind(state, online, now);
  useBannerAnnouncement(kind);
  if (kind === null) return null;
  const connect = () => session.connection.start();
  return (
    <div
      className={`banner banner-${kind}`}
      role={kind === "replaced" || kind === "stopped" ? "alert" : undefined}
    >
      <span className="banner-dot" aria-hidden="true" />
      {kind === "offline" &&
        (unsent > 0 ? t("connection.offlineWaiting", { count: unsent }) : t("connection.offline"))}
      {kind === "reconnecting" && <span>{t("connection.reconnecting")}</span>}
      {kind === "reconnecting" && down && now - state.downSince > TRY_NOW_AFTER && (
        <>
          {state.kind === "waiting" && (
            <span className="banner-detail">
              {t("connection.retryIn", { seconds: Math.max(0, Math.ceil((state.retryAt - now) / 1_000)) })}
            </span>
          )}
          <button type="button" className="button button-small" onClick={connect}>
            {t("connection.tryNow")}
          </button>
        </>
      )}
      {kind === "replaced" && (
        <>
          <span>{t("connection.replaced")}</span>
          <button type="button" className="button button-small" onClick={connect}>
            {t("connection.useHere")}
          </button>
        </>
      )}
      {kind === "stopped" && t("connection.stopped")}
    </div>
  );
}

type BannerKind = "offline" | "reconnecting" | "replaced" | "stopped" | null;

function bannerKind(state: ConnectionState, online: boolean, now: number): BannerKind {
  if (state.kind === "replaced") return "replaced";
  if (state.kind === "stop") return "stopped";
  if (!online) return "offline";
  return "downSince" in state && now - state.downSince > SHOW_AFTER ? "reconnecting" : null;
}

function useBannerAnnouncement(kind: BannerKind): void {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const before = useRef<BannerKind>(null);
  useEffect(() => {
    if (kind === before.current) return;
    const wasAway = before.current === "offline" || before.current === "reconnecting";
    before.current = kind;
    if (kind === "offline" || kind === "reconnecting") announce(t(`connection.${kind}`));
    else if (kind === null && wasAway) announce(t("connection.connected"));
  }, [kind, announce, t]);
}
