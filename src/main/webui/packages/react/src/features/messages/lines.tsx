import type { ConversationState } from "@rapport/client";
import { useTranslation } from "react-i18next";
import { dayNumber, formatOf } from "../../config/format";
import { useNow } from "../../hooks/use-now";

type BeginningProps = {
  state: ConversationState;
  /** The first loaded message is drawn. */
  whole: boolean;
  onRetry: () => void;
};

/** What stands above the first message. */
export function Beginning({ state, whole, onRetry }: BeginningProps) {
  const { t } = useTranslation();
  if (!state.hasOlder && whole) return <p className="beginning">{t("chat.start")}</p>;
  if (state.older !== "failed") return <p className="beginning">{t("chat.loadingOlder")}</p>;
  return (
    <p className="beginning">
      {t("chat.olderFailed")}{" "}
      <button type="button" className="button button-small" onClick={onRetry}>
        {t("app.tryAgain")}
      </button>
    </p>
  );
}

const MINUTE = 60_000;

/** The line before the first message of a day. */
export function DayLine({ moment }: { moment: string }) {
  const { t, i18n } = useTranslation();
  const now = useNow(MINUTE);
  const date = new Date(moment);
  const daysAgo = dayNumber(new Date(now)) - dayNumber(date);
  const longDate = () => formatOf(i18n.language).longDate(date);
  const text = daysAgo === 0 ? t("chat.today") : daysAgo === 1 ? t("chat.yesterday") : longDate();
  return (
    <li className="line line-day">
      <span>{text}</span>
    </li>
  );
}

/** The line before what was unread at the opening. */
export function NewLine() {
  const { t } = useTranslation();
  return (
    <li className="line line-new" data-divider>
      <span>{t("chat.newDivider")}</span>
    </li>
  );
}
