import { ApiProblem, type Conversation } from "@rapport/client";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../../components/ui/notice";
import { useNow } from "../../hooks/use-now";
import { ConversationRow } from "./conversation-row";
import { unreadFirst } from "./order";

/** What the list is given: the answer so far, or why there is none. */
export type ConversationListProps = {
  conversations: readonly Conversation[] | undefined;
  /** Whose conversation is shown. */
  chosen: string | null;
  error: Error | null;
  onRetry: () => void;
};

const SKELETONS = [1, 2, 3, 4, 5, 6];
const MINUTE = 60_000;

/** All conversations of the signed-in person. */
export function ConversationList({ conversations, chosen, error, onRetry }: ConversationListProps) {
  const { t } = useTranslation();
  const now = new Date(useNow(MINUTE));
  if (conversations === undefined)
    return error ? <LoadFailed error={error} onRetry={onRetry} /> : <Skeletons />;
  if (conversations.length === 0) {
    return (
      <Notice title={t("list.empty")}>
        <p>{t("list.emptyNext")}</p>
      </Notice>
    );
  }
  return (
    <ul className="rows" onKeyDown={moveBetweenRows}>
      {unreadFirst(conversations).map((conversation) => (
        <li key={conversation.peer.id}>
          <ConversationRow conversation={conversation} current={conversation.peer.id === chosen} now={now} />
        </li>
      ))}
    </ul>
  );
}

function LoadFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  return (
    <Notice title={t("list.loadFailed")} role="alert">
      <button type="button" className="button" onClick={onRetry}>
        {t("app.tryAgain")}
      </button>
      {requestId && <p className="reference">{t("app.requestId", { id: requestId })}</p>}
    </Notice>
  );
}

function Skeletons() {
  return (
    <ul className="rows" aria-busy="true">
      {SKELETONS.map((row) => (
        <li key={row} className="row row-skeleton" aria-hidden="true">
          <span className="avatar avatar-medium skeleton" />
          <span className="row-text">
            <span className="skeleton skeleton-line" />
            <span className="skeleton skeleton-line" />
          </span>
        </li>
      ))}
    </ul>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLUListElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".row")];
  const at = rows.findIndex((row) => row.matches(":focus"));
  const targets: Record<string, number> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: rows.length - 1,
  };
  const target = rows[targets[event.key] ?? -1];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
