import { fetchClientConfig } from "@rapport/client";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useChat } from "./chat";

/** What the organisation wants its people to read. */
export type OrganisationTexts = {
  readonly away?: string;
  readonly emergency?: string;
  readonly officeHours?: string;
};

const NONE: OrganisationTexts = {};

/** The organisation's texts in the language of the page, else in its own; none until they are known. */
export function useOrganisationTexts(): OrganisationTexts {
  const { api } = useChat();
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ["client-config"],
    queryFn: () => fetchClientConfig(api),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data === undefined) return NONE;
  const own = data.locales[0] ?? "";
  const first = data.texts[own] ?? NONE;
  // Sentence by sentence: one that was not translated is better read in the other language than not at all.
  return { ...first, ...data.texts[i18n.language] };
}
