import { ChatSession, type ClientConfig, createApiClient, Drafts, TokenKeeper } from "@rapport/client";
import { FakeConversation, fakeSockets } from "@rapport/client/testing";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { MemoryRouter } from "react-router";
import { Announcer } from "../components/ui/announcer";
import { i18n } from "../config/i18n";
import { ChatProvider } from "../hooks/chat";

type RenderOptions = {
  role?: "client" | "coach";
  drafts?: Drafts;
  /** What the organisation says in English. */
  texts?: ClientConfig["texts"][string];
};

/** Renders a screen for the signed-in person `me`, whose every conversation is the given one. */
export function renderChat(
  screen: ReactNode,
  transport = new FakeConversation(),
  { role = "client", drafts = new Drafts(), texts = {} }: RenderOptions = {},
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
    api: createApiClient(tokens, "http://rapport.test"),
    drafts,
    eraseKept: async () => undefined,
  };
  const queries = new QueryClient();
  queries.setQueryData<ClientConfig>(["client-config"], {
    oidc: null,
    locales: ["en"],
    texts: { en: texts },
  });
  const wrap = (content: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <MemoryRouter>
          <ChatProvider value={chat}>
            <Announcer>{content}</Announcer>
          </ChatProvider>
        </MemoryRouter>
      </QueryClientProvider>
    </I18nextProvider>
  );
  const { rerender } = render(wrap(screen));
  return { transport, session, sockets, drafts, show: (next: ReactNode) => rerender(wrap(next)) };
}
