import { Icon, useSetting } from "@rapport/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { leaveAtOnce } from "./leave";
import { useEscTwice } from "./use-esc-twice";
import { useVeil } from "./use-veil";
import "./discreet.css";

/** The quick way out of discreet mode: Esc twice, or this button where there are no keys. */
export function LeaveButton({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const discreet = useSetting("discreet");
  const leave = () => {
    onLeave();
    void leaveAtOnce();
  };
  useEffect(() => {
    document.documentElement.toggleAttribute("data-discreet", discreet);
    return () => document.documentElement.removeAttribute("data-discreet");
  }, [discreet]);
  useEscTwice(discreet, leave);
  useVeil();
  if (!discreet) return null;
  return (
    <button
      type="button"
      className="button button-small leave-now"
      title={t("discreet.leaveHint")}
      onClick={leave}
    >
      <Icon name="exit" size={16} />
      {t("discreet.leave")}
    </button>
  );
}
