import type { Chat } from "@rapport/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { I18nextProvider } from "react-i18next";
import { Announcer } from "../components/ui/announcer";
import { newI18n, speak } from "../config/i18n";
import { spokenOf } from "../config/languages";
import { newQueryClient } from "../config/query-client";
import { ChatProvider } from "../hooks/chat";
import { type RapportOptions, useRapport } from "../hooks/use-rapport";
import { LoadFailed, SignedOut } from "./states";

export type ColorScheme = "light" | "dark";

export type RapportProviderProps = RapportOptions & {
  /** A language tag such as `nl`; English where there are no texts in it. */
  readonly locale?: string | undefined;
  /** By default what the person's system says; a page of one scheme says which. */
  readonly colorScheme?: ColorScheme | undefined;
  /** The chat runs; null when it has ended. */
  readonly onChat?: ((chat: Chat | null) => void) | undefined;
  /** The provider has no token without the person; the chat offers to sign in again. */
  readonly onSignedOut?: (() => void) | undefined;
  readonly children: ReactNode;
};

/**
 * The chat of one person in a host page; its children are shown once it runs, and see it by `useChat`.
 *
 * Provider, address and person belong together: give another person another `key`.
 */
export function RapportProvider({ locale = "en", colorScheme, ...props }: RapportProviderProps) {
  const [queries] = useState(newQueryClient);
  const [i18n] = useState(newI18n);
  const language = spokenOf([locale]);
  useEffect(() => void speak(i18n, language), [i18n, language]);
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <div
          className={`rapport rapport-embed ${colorScheme ? `rapport-${colorScheme}` : ""}`}
          lang={language}
          dir={i18n.dir(language)}
        >
          <Announcer>
            <Running {...props} />
          </Announcer>
        </div>
      </QueryClientProvider>
    </I18nextProvider>
  );
}

function Running(props: Omit<RapportProviderProps, "locale" | "colorScheme">) {
  const [endedElsewhere, setEndedElsewhere] = useState(false);
  if (endedElsewhere) return <SignedOut />;
  const onSignedOutElsewhere = () => {
    setEndedElsewhere(true);
    props.onSignedOutElsewhere?.();
  };
  return <Live {...props} onSignedOutElsewhere={onSignedOutElsewhere} />;
}

function Live({
  children,
  onChat,
  onSignedOut,
  ...options
}: Omit<RapportProviderProps, "locale" | "colorScheme">) {
  const { chat, error, signedOut, retry, signInAgain } = useRapport(options);
  const tellChat = useEffectEvent((running: Chat | null) => onChat?.(running));
  const tellSignedOut = useEffectEvent(() => onSignedOut?.());
  useEffect(() => {
    if (chat === null) return;
    tellChat(chat);
    return () => tellChat(null);
  }, [chat]);
  useEffect(() => {
    if (signedOut) tellSignedOut();
  }, [signedOut]);
  return (
    <>
      {signedOut && <SignedOut onSignIn={signInAgain} />}
      {chat === null && !signedOut && error !== null && <LoadFailed error={error} onRetry={retry} />}
      {chat !== null && <ChatProvider value={chat}>{children}</ChatProvider>}
    </>
  );
}
