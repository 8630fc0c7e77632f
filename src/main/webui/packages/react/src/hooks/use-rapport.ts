import { type Access, accessWith, type Chat, fetchMe, openChat, type TokenProvider } from "@rapport/client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useReadable } from "./chat";

/** Where the chat of one person stands. */
export type Rapport = {
  /** Null until the person is known and what was kept of them is there. */
  readonly chat: Chat | null;
  /** Why it could not begin. */
  readonly error: Error | null;
  /** Nobody but the person can get a token now: show them `signInAgain`. */
  readonly signedOut: boolean;
  readonly retry: () => void;
  readonly signInAgain: () => Promise<void>;
};

export type RapportOptions = {
  readonly provider: TokenProvider;
  /** The server's origin; by default the page's own. */
  readonly baseUrl?: string | undefined;
  /** Keep what is unsent in the memory of the page only; may change while the chat runs. */
  readonly inMemory?: boolean | undefined;
  /** The person signed out in another tab. */
  readonly onSignedOutElsewhere?: (() => void) | undefined;
};

/** The chat of the person whose tokens the provider gives, as long as the component lives; give another one a `key`. */
export function useRapport({
  provider,
  baseUrl,
  inMemory = false,
  onSignedOutElsewhere,
}: RapportOptions): Rapport {
  const [access] = useState(() => accessWith(provider, baseUrl));
  const { api, tokens } = access;
  const me = useQuery({ queryKey: ["me"], queryFn: () => fetchMe(api), staleTime: Number.POSITIVE_INFINITY });
  const chat = useOpenedChat(access, me.data, inMemory, onSignedOutElsewhere);
  const signedOut = useReadable(tokens.signedOut);
  const signInAgain = async () => {
    await tokens.signInAgain();
    if (me.data === undefined) await me.refetch();
  };
  return { chat, error: me.error, signedOut, retry: () => void me.refetch(), signInAgain };
}

function useOpenedChat(
  access: Access,
  me: Chat["me"] | undefined,
  inMemory: boolean,
  onSignedOutElsewhere?: () => void,
): Chat | null {
  const [chat, setChat] = useState<Chat | null>(null);
  const last = useRef<Promise<Chat | null>>(Promise.resolve(null));
  const signedOutElsewhere = useEffectEvent(() => onSignedOutElsewhere?.());
  useEffect(() => {
    if (me === undefined) return;
    let over = false;
    const opening = last.current.then((before) =>
      openChat(access, me, { inMemory, before, onSignedOutElsewhere: () => signedOutElsewhere() }),
    );
    last.current = opening;
    void opening.then((opened) => {
      if (!over) setChat(opened);
    });
    return () => {
      over = true;
      void opening.then((opened) => opened.close());
    };
  }, [access, me, inMemory]);
  return chat;
}
