import { type TokenProvider, toldWait } from "@rapport/client";
import { Announcer } from "@rapport/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { OrganisationPage } from "../features/session/organisation-page";
import type { SignInMethod } from "../features/session/sign-in-method";
import { SignedIn } from "./signed-in";

/** Either the sign-in page or the chat; a query cache never outlives the person it was filled for. */
export function App({ method }: { method: SignInMethod | null }) {
  const navigate = useNavigate();
  const [provider, setProvider] = useState<TokenProvider | null>(() => method?.restore() ?? null);
  const [queries, setQueries] = useState(newQueryClient);
  const signOut = () => {
    method?.forget();
    queries.clear();
    setQueries(newQueryClient());
    setProvider(null);
    void navigate("/");
  };
  return (
    <QueryClientProvider client={queries}>
      <Announcer>
        {provider !== null && <SignedIn provider={provider} onSignOut={signOut} />}
        {provider === null && method !== null && <method.Page onSignedIn={setProvider} />}
        {provider === null && method === null && <OrganisationPage />}
      </Announcer>
    </QueryClientProvider>
  );
}

function newQueryClient(): QueryClient {
  // The session says when the list is stale; the network state is its business too.
  const queries = {
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: 2,
    retryDelay: (failures: number, error: Error) => Math.max(toldWait(error), 1_000 * 2 ** failures),
    networkMode: "always",
  } as const;
  return new QueryClient({ defaultOptions: { queries } });
}
