import { ApiProblem, type Conversation } from "@rapport/client";
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../../components/ui/notice";
import { OrganisationNote } from "../../components/ui/organisation-note";
import { useChat } from "../../hooks/chat";
import { useOrganisationTexts } from "../../hooks/organisation";
import { unreadFirst } from "./order";
import { Rows } from "./rows";
import { nameSearch } from "./search";

/** What the list is given: the answer so far, and why there is none or no more of it. */
export type ConversationListProps = {
  conversations: readonly Conversation[] | undefined;
  /** Whose conversation is shown. */
  chosen: string | null;
  error: Error | null;
  onRetry: () => void;
};

const SKELETONS = [1, 2, 3, 4, 5, 6];
/** Fewer are found by looking. */
const SEARCH_FROM = 4;

/** All conversations of the signed-in person. */
export function ConversationList({ conversations, chosen, error, onRetry }: ConversationListProps) {
  const { t } = useTranslation();
  const { me } = useChat();
  const texts = useOrganisationTexts();
  const [search, setSearch] = useState("");
  // The field answers at once, a long list a moment later.
  const wanted = useDeferredValue(search);
  const found = useMemo(() => {
    const matches = nameSearch(wanted);
    return unreadFirst(conversations ?? []).filter(({ peer }) => matches(peer.displayName));
  }, [conversations, wanted]);
  if (conversations === undefined)
    return error ? <LoadFailed error={error} onRetry={onRetry} /> : <Skeletons />;
  if (conversations.length === 0) {
    return (
      <Notice title={t("list.empty")}>
        <p>{t("list.emptyNext")}</p>
        {me.role === "client" && <OrganisationNote text={texts.officeHours} emergency={texts.emergency} />}
      </Notice>
    );
  }
  return (
    <>
      {(conversations.length >= SEARCH_FROM || search !== "") && (
        <Search search={search} found={wanted.trim() === "" ? null : found.length} onSearch={setSearch} />
      )}
      <Rows conversations={found} chosen={chosen} />
      {error && <LoadFailed error={error} onRetry={onRetry} />}
    </>
  );
}

type SearchProps = { search: string; found: number | null; onSearch: (search: string) => void };

function Search({ search, found, onSearch }: SearchProps) {
  const { t } = useTranslation();
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape" && search !== "") {
      event.preventDefault();
      event.stopPropagation();
      onSearch("");
    }
    if (event.key !== "ArrowDown" || event.altKey) return;
    event.preventDefault();
    event.currentTarget.closest("nav")?.querySelector<HTMLElement>(".rows [data-peer]")?.focus();
  };
  return (
    <div className="list-search">
      <input
        type="search"
        value={search}
        aria-label={t("list.search")}
        placeholder={t("list.search")}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={pressed}
      />
      <p className={found === 0 ? "list-none" : "visually-hidden"} role="status">
        {found === 0 && t("list.nobody")}
        {found !== null && found > 0 && t("list.found", { count: found })}
      </p>
    </div>
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
