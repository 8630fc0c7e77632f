import { type Chat as RunningChat, signOut, type TokenProvider } from "@rapport/client";
import { Chat, RapportProvider } from "@rapport/react";
import { createRoot, type Root } from "react-dom/client";
import { styles } from "./styles";

const ATTRIBUTES = ["base-url", "color-scheme", "locale", "peer"] as const;

/**
 * `<rapport-chat base-url="https://chat.example.org" locale="nl" peer="…">`: the chat of one person in a page.
 *
 * It begins when it is in the page and has a {@link tokenProvider}, and ends when one of the two is gone. Events, none of
 * which bubbles: `peer-change` (detail: the id of the person whose conversation is shown, or null), `unread-change`
 * (detail: how many messages are unread), `signed-out` (the provider had no token without the person).
 */
export class RapportChatElement extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  readonly #shadow: ShadowRoot;
  #provider: TokenProvider | null = null;
  /** One person at one server; the next one gets nothing of this one's. */
  #person = 0;
  #root: Root | null = null;
  #chat: RunningChat | null = null;

  constructor() {
    super();
    this.#shadow = this.attachShadow({ mode: "open" });
    this.#shadow.adoptedStyleSheets = [styles()];
  }

  /** Whoever gives the person's tokens; another provider is another person, null ends the chat. */
  get tokenProvider(): TokenProvider | null {
    return this.#provider;
  }

  set tokenProvider(provider: TokenProvider | null) {
    if (provider === this.#provider) return;
    this.#provider = provider;
    this.#person += 1;
    this.#draw();
  }

  /** At the host's sign-out: ends the chat here and in other tabs, and resolves when this browser keeps nothing of the person. */
  async signOut(): Promise<void> {
    const erased = this.#chat === null ? Promise.resolve() : signOut(this.#chat);
    this.tokenProvider = null;
    await erased;
  }

  connectedCallback(): void {
    this.#takeEarlyProvider();
    this.#draw();
  }

  disconnectedCallback(): void {
    // An element that is only moved is in the page again before this runs.
    queueMicrotask(() => this.#draw());
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === "base-url") this.#person += 1;
    this.#draw();
  }

  /** A page may set the property before this file is loaded; it then hides the one of the class. */
  #takeEarlyProvider(): void {
    if (!Object.hasOwn(this, "tokenProvider")) return;
    const early = this.tokenProvider;
    Reflect.deleteProperty(this, "tokenProvider");
    this.tokenProvider = early;
  }

  #draw(): void {
    if (!this.isConnected || this.#provider === null) {
      this.#root?.unmount();
      this.#root = null;
      return;
    }
    this.#root ??= createRoot(this.#shadow);
    this.#root.render(
      <RapportProvider
        key={this.#person}
        provider={this.#provider}
        baseUrl={this.getAttribute("base-url") ?? undefined}
        locale={this.getAttribute("locale") ?? undefined}
        colorScheme={this.#colorScheme()}
        onChat={(chat) => {
          this.#chat = chat;
        }}
        onSignedOut={() => this.#tell("signed-out")}
      >
        <Chat
          peer={this.getAttribute("peer")}
          onPeerChange={(peer) => this.#goTo(peer)}
          onUnreadChange={(count) => this.#tell("unread-change", count)}
        />
      </RapportProvider>,
    );
  }

  #colorScheme(): "light" | "dark" | undefined {
    const scheme = this.getAttribute("color-scheme");
    return scheme === "light" || scheme === "dark" ? scheme : undefined;
  }

  #goTo(peer: string | null): void {
    if (peer === null) this.removeAttribute("peer");
    else this.setAttribute("peer", peer);
    this.#tell("peer-change", peer);
  }

  #tell(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
