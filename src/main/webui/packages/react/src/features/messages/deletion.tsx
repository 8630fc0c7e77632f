import type { MessageChange } from "@rapport/client";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";
import { Modal } from "../../components/ui/modal";

/** Asks once more: what is deleted does not come back. */
export function DeleteDialog({ onDelete, onKeep }: { onDelete: () => void; onKeep: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal title={t("chat.remove.title")} onCancel={onKeep}>
      <p>{t("chat.remove.body")}</p>
      <button type="button" className="button" onClick={onKeep}>
        {t("chat.remove.cancel")}
      </button>
      <button type="button" className="button button-primary" onClick={onDelete}>
        {t("chat.remove.confirm")}
      </button>
    </Modal>
  );
}

type DeletionProps = { change: MessageChange; onRetry: () => void; onDismiss: () => void };

/** A deletion that the server was asked for: on its way, or why it failed. */
export function Deletion({ change: { failure }, onRetry, onDismiss }: DeletionProps) {
  const { t } = useTranslation();
  if (failure === null) {
    return (
      <p className="message-foot" role="status">
        <Icon name="clock" size={14} />
        {t("chat.remove.waiting")}
      </p>
    );
  }
  return (
    <div className="failed">
      <p className="failed-text" role="alert">
        <Icon name="alert" size={16} />
        <span>
          <strong>{t("chat.remove.failed")}</strong> {t(`chat.changeFailure.${failure}`)}
        </span>
      </p>
      <div className="failed-buttons">
        {failure === "unavailable" && (
          <button type="button" className="button button-small" onClick={onRetry}>
            {t("delivery.tryAgain")}
          </button>
        )}
        <button type="button" className="button button-small" onClick={onDismiss}>
          {t("chat.remove.dismiss")}
        </button>
      </div>
    </div>
  );
}
