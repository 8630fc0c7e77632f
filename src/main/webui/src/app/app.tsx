import type { ClientConfig, TokenProvider } from "@rapport/client";
import { Announcer, newQueryClient, settings } from "@rapport/react";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SignInMethod } from "../features/session/sign-in-method";
import { goTo } from "../hooks/address";
import { pageConfigQuery } from "../hooks/page-config";
import { usePageLanguage } from "../hooks/use-page-language";
import { useTheme } from "../hooks/use-theme";
import { SignedIn } from "./signed-in";

type AppProps = {
  method: SignInMethod;
  /** What the operator has set, where it was known in time. */
  config: ClientConfig | undefined;
};

/** Either the sign-in page or the chat; a query cache never outlives the person it was filled for. */
export function App({ method, config }: AppProps) {
  const [provider, setProvider] = useState<TokenProvider | null>(() => method.restore());
  const [queries, setQueries] = useState(newQueryClient);
  const [personLocale, setPersonLocale] = useState<string | null>(null);
  useTheme();
  const { data } = useQuery({ ...pageConfigQuery, initialData: config }, queries);
  usePageLanguage(personLocale, data?.locales);
  const leave = () => {
    // The next person is asked anew, and spoken to in their own language.
    settings.set("notify", false);
    setPersonLocale(null);
    queries.clear();
    setQueries(newQueryClient());
    setProvider(null);
    goTo("/");
  };
  const signOut = (erased: Promise<void>) => {
    method.end(erased);
    leave();
  };
  const signedOutElsewhere = () => {
    method.forget();
    leave();
  };
  return (
    <QueryClientProvider client={queries}>
      <Announcer>
        {provider === null ? (
          <method.Page onSignedIn={setProvider} />
        ) : (
          <SignedIn
            provider={provider}
            onLocale={setPersonLocale}
            onSignOut={signOut}
            onSignedOutElsewhere={signedOutElsewhere}
            onLeave={method.forget}
          />
        )}
      </Announcer>
    </QueryClientProvider>
  );
}
