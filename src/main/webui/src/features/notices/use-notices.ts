import { settings, useChat, useSetting } from "@rapport/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Attention } from "./attention";

/**
 * Notifies of new messages while nobody looks at any tab of this browser. Always with the same words: neither a name nor
 * a text leaves the page. Of all tabs the leading one does it.
 */
export function useNotices(): void {
  const { t } = useTranslation();
  const { me, session } = useChat();
  const wanted = useSetting("notify");
  const text = t("notice.newMessage", { app: t("app.name") });
  useEffect(() => {
    if (!wanted) return;
    const attention = new Attention(me.id);
    const stopLooking = attention.start();
    const stopHearing = session.onNewMessage(async () => {
      if (session.connection.leads && !(await attention.isAnywhere())) show(text);
    });
    return () => {
      stopHearing();
      stopLooking();
    };
  }, [wanted, me.id, session, text]);
}

function show(text: string): void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  try {
    const notice = new Notification(text, { tag: "rapport" });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  } catch {
    // Browsers of phones have the class and refuse to make one without a service worker.
    settings.set("notify", false);
  }
}
