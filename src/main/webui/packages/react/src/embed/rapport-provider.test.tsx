import { SignInRequired, type TokenProvider } from "@rapport/client";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { getI18n } from "react-i18next";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { useChat } from "../hooks/chat";
import { RapportProvider } from "./rapport-provider";

const me = {
  id: "me",
  displayName: "Anna de Vries",
  role: "client",
  locale: "en",
  availability: "available",
};

const Name = () => <p>{useChat().me.displayName}</p>;

/** A host that can give a token only once the person has signed in. */
function askingProvider(): TokenProvider & { reasons: string[] } {
  const reasons: string[] = [];
  return {
    reasons,
    getToken: async (reason) => {
      reasons.push(reason);
      if (reason !== "sign-in") throw new SignInRequired();
      return { token: "token", expiresAt: Date.now() + 600_000 };
    },
  };
}

const givingProvider: TokenProvider = {
  getToken: async () => ({ token: "token", expiresAt: Date.now() + 600_000 }),
};

describe("RapportProvider", () => {
  let addresses: string[];

  beforeEach(() => {
    addresses = [];
    vi.stubGlobal("fetch", async (request: Request) => {
      addresses.push(request.url);
      return Response.json(me);
    });
    vi.stubGlobal(
      "WebSocket",
      class {
        readonly close = () => {};
        constructor(url: string) {
          addresses.push(url);
        }
      },
    );
    return () => vi.unstubAllGlobals();
  });

  test("children_areShownOnceThePersonIsKnownAtTheGivenServer", async () => {
    const chats = vi.fn();
    const { unmount } = render(
      <RapportProvider provider={givingProvider} baseUrl="https://chat.example.org" onChat={chats}>
        <Name />
      </RapportProvider>,
    );
    expect(await screen.findByText("Anna de Vries")).toBeVisible();
    expect(chats).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ me }));
    await vi.waitFor(() =>
      expect(addresses).toEqual(["https://chat.example.org/api/v1/me", "wss://chat.example.org/ws"]),
    );
    unmount();
    expect(chats).toHaveBeenLastCalledWith(null);
  });

  test("providerThatNeedsThePerson_isAskedAgainWhenThePersonSaysSo", async () => {
    const provider = askingProvider();
    const signedOut = vi.fn();
    render(
      <RapportProvider provider={provider} onSignedOut={signedOut}>
        <Name />
      </RapportProvider>,
    );
    await userEvent.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("Anna de Vries")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(provider.reasons.at(-1)).toBe("sign-in");
    expect(signedOut).toHaveBeenCalledTimes(1);
  });

  test("texts_areNotThoseOfTheHost", () => {
    render(<RapportProvider provider={givingProvider}>none</RapportProvider>);
    expect(getI18n()).toBeUndefined();
  });

  test.each([undefined, "xx"])("locale_%s_isToldAsEnglish", (locale) => {
    const { container } = render(
      <RapportProvider provider={givingProvider} locale={locale}>
        none
      </RapportProvider>,
    );
    expect(container.firstElementChild).toHaveAttribute("lang", "en");
  });
});
