import type { TokenProvider } from "@rapport/client";
import { Announcer, newQueryClient } from "@rapport/react";
import { QueryClientProvider } from "@tanstack/react-query";
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
