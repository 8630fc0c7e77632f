import { ChatSession, type ClientConfig, createApiClient, Drafts, TokenKeeper } from "@rapport/client";
import { FakeConversation, fakeSockets } from "@rapport/client/testing";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { Announcer } from "../components/ui/announcer";
import { newI18n } from "../config/i18n";
import { ChatProvider } from "../hooks/chat";
import { PlacesProvider } from "../hooks/places";

const PLACES = {
  go: () => {},
  hrefOf: (place: string | null) => (place === null ? "/" : `/conversations/${place}`),
};

type RenderOptions = {
  role?: "client" | "coach";
  drafts?: Drafts;
  /** What the organisation says in English. */
  texts?: ClientConfig["texts"][string];
  /** In seconds. */
  editWindow?: number;
  /** The server's clock as a date; null where the page does not know it. */
  serverTime?: string | null;
  /** The languages of the organisation. */
  locales?: string[] | undefined;
};

/** Renders a screen for the signed-in person `me`, whose every conversation is the given one. */
export function renderChat(
  screen: ReactNode,
  transport = new FakeConversation(),
  {
    role = "client",
    drafts = new Drafts(),
    texts = {},
    editWindow = 900,
    serverTime = null,
    locales = ["en", "nl", "fr"],
  }: RenderOptions = {},
) {
  const tokens = new TokenKeeper({
    getToken: async () => ({ token: "token", expiresAt: Date.now() + 600_000 }),
  });
  const sockets = fakeSockets();
  const session = new ChatSession({
    ownId: "me",
    transport,
    url: "ws://rapport.test/ws",
    tokens,
    openSocket: sockets.open,
    probe: async () => "reachable",
  });
  const me = {
    id: "me",
    displayName: "Anna de Vries",
    role,
    locale: "en",
    availability: "available",
  } as const;
  const chat = {
    me,
    session,
    tokens,
    api: {
      ...createApiClient(tokens, "http://rapport.test"),
      serverNow: () => (serverTime === null ? null : Date.parse(serverTime)),
    },
    drafts,
    eraseKept: async () => undefined,
    inMemory: null,
    close: () => session.stop(),
  };
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queries.setQueryData<ClientConfig>(["client-config"], {
    oidc: null,
    locales,
    texts: { en: texts },
    messageEditWindowSeconds: editWindow,
  });
  const wrap = (content: ReactNode) => (
    <I18nextProvider i18n={newI18n()}>
      <QueryClientProvider client={queries}>
        <PlacesProvider value={PLACES}>
          <ChatProvider value={chat}>
            <Announcer>{content}</Announcer>
          </ChatProvider>
        </PlacesProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
  const { rerender } = render(wrap(screen));
  return { transport, session, sockets, tokens, drafts, show: (next: ReactNode) => rerender(wrap(next)) };
}
