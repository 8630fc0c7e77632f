import type { FailureReason } from "@rapport/client";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";

type FailedProps = { reason: FailureReason; onRetry: () => void; onCopy: () => void; onDelete: () => void };

/** Says that a message was not sent and why, and what can be done; the text is never lost. */
export function FailedActions({ reason, onRetry, onCopy, onDelete }: FailedProps) {
  const { t } = useTranslation();
  return (
    <div className="failed">
      <p className="failed-text">
        <Icon name="alert" size={16} />
        <span>
          <strong>{t("delivery.failed")}</strong> {t(`delivery.reason.${reason}`)}
        </span>
      </p>
      <div className="failed-buttons">
        <button type="button" className="button button-small" onClick={onRetry}>
          {t("delivery.tryAgain")}
        </button>
        <button type="button" className="button button-small" onClick={onCopy}>
          {t("delivery.copy")}
        </button>
        <button type="button" className="button button-small" onClick={onDelete}>
          {t("delivery.delete")}
        </button>
      </div>
    </div>
  );
}
