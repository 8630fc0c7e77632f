import { type TokenProvider, toldWait } from "@rapport/client";
import { Announcer } from "@rapport/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { SignInMethod } from "../features/session/sign-in-method";
import { SignedIn } from "./signed-in";

/** Either the sign-in page or the chat; a query cache never outlives the person it was filled for. */
export function App({ method }: { method: SignInMethod }) {
  const navigate = useNavigate();
  const [provider, setProvider] = useState<TokenProvider | null>(() => method.restore());
  const [queries, setQueries] = useState(newQueryClient);
  const leave = () => {
    queries.clear();
    setQueries(newQueryClient());
    setProvider(null);
    void navigate("/");
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
          <SignedIn provider={provider} onSignOut={signOut} onSignedOutElsewhere={signedOutElsewhere} />
        )}
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
