import { Chat, Logo, useSetting } from "@rapport/react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LeaveButton } from "../features/discreet/leave-button";
import { useNotices } from "../features/notices/use-notices";
import { AccountBar } from "../features/session/account-bar";
import { SettingsButton } from "../features/settings/settings-button";
import { goTo, usePath } from "../hooks/address";
import "./chat-screen.css";

const addressOf = (peer: string | null) =>
  peer === null ? "/" : `/conversations/${encodeURIComponent(peer)}`;

function peerAt(path: string): string | null {
  const [, peer] = /^\/conversations\/([^/]+)\/?$/.exec(path) ?? [];
  try {
    return peer === undefined ? null : decodeURIComponent(peer);
  } catch {
    // Nobody's id: the page says that there is no such conversation.
    return peer ?? null;
  }
}

/** The chat as the whole page: each conversation has its address, and the list says whose it is. */
export function ChatScreen({ onSignOut, onLeave }: { onSignOut: () => void; onLeave: () => void }) {
  const { t } = useTranslation();
  const peer = peerAt(usePath());
  const [unread, setUnread] = useState(0);
  useTitle(unread);
  useNotices();
  return (
    <div className="chat-page">
      <a className="skip-link" href="#rapport-composer">
        {t("app.skipToComposer")}
      </a>
      <Chat
        wholePage
        peer={peer}
        onPeerChange={(next) => goTo(addressOf(next))}
        hrefOf={addressOf}
        onUnreadChange={setUnread}
        head={
          <header className="side-header">
            <Logo />
            <span className="wordmark">{t("app.name")}</span>
          </header>
        }
        foot={
          <AccountBar onSignOut={onSignOut}>
            <SettingsButton />
          </AccountBar>
        }
      />
      <LeaveButton onLeave={onLeave} />
    </div>
  );
}

function useTitle(unread: number): void {
  const { t } = useTranslation();
  const discreet = useSetting("discreet");
  const name = t("app.name");
  useEffect(() => {
    // Names stay out of the title: it shows in task bars, histories and shared screens.
    document.title = unread > 0 && !discreet ? `(${unread}) ${name}` : name;
  }, [unread, discreet, name]);
}
