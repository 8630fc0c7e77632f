import type { TokenProvider } from "@rapport/client";
import { Announcer, newQueryClient } from "@rapport/react";
import { QueryClientProvider } from "@tanstack/react-query";
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
