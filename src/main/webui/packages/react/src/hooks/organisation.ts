import { type ClientConfig, fetchClientConfig } from "@rapport/client";
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

/** What the operator has set for every page, once it is known. */
export function useClientConfig(): ClientConfig | undefined {
  const { api } = useChat();
  const { data } = useQuery({
    queryKey: ["client-config"],
    queryFn: () => fetchClientConfig(api),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** The organisation's texts in the language of the page, else in its own; none until they are known. */
export function useOrganisationTexts(): OrganisationTexts {
  const { i18n } = useTranslation();
  const data = useClientConfig();
  if (data === undefined) return NONE;
  const own = data.locales[0] ?? "";
  const first = data.texts[own] ?? NONE;
  // Sentence by sentence: one that was not translated is better read in the other language than not at all.
  return { ...first, ...data.texts[i18n.language] };
}
