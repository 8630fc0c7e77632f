import type { ConnectionOptions } from "./connection";
import { ConversationSync, type MessageTransport } from "./conversation-sync";
import type { SharedOutbox } from "./keep";
import type { ServerFrame } from "./notification";
import { SharedConnection } from "./shared-connection";
import { type Readable, Store } from "./store";
import type { Tabs } from "./tabs";
import type { TokenKeeper } from "./token-keeper";
import { TypingHints, TypingNotices } from "./typing";
import { listenForStandstill, listenForWaking, type WakeReason } from "./wake";

/** What a session is made of. */
export type ChatSessionOptions = Omit<ConnectionOptions, "onFrame"> & {
  readonly ownId: string;
  readonly transport: MessageTransport;
  /** Where unsent messages outlive this page; without it they are in memory only. */
  readonly shared?: SharedOutbox | null;
  /** How this tab shares a socket with the person's others; null or absent: it does not. */
  readonly tabs?: Tabs | null;
  /** The person has signed out in another tab. */
  readonly onSignedOutElsewhere?: () => void;
};

/** Kinds that say nothing to fetch, or nothing that this version knows, are left alone. */
const FETCHED_FOR: ReadonlySet<string> = new Set([
  "new-message",
  "own-message",
  "message-changed",
  "read",
  "assignment",
]);
const POLL_WHILE_OPEN = 60_000;

/**
 * One signed-in person in this tab: the socket, the conversations opened so far, and what makes them fetch.
 *
 * A notification is a hint. What is shown comes from fetching, which also happens without any hint.
 */
export class ChatSession {
  readonly ownId: string;
  readonly connection: SharedConnection;
  readonly #tokens: TokenKeeper;
  readonly #transport: MessageTransport;
  readonly #shared: SharedOutbox | null;
  readonly #typing = new TypingHints();
  readonly #notices: TypingNotices;
  readonly #conversations = new Map<string, ConversationSync>();
  readonly #opened = new Store<ReadonlyMap<string, ConversationSync>>(new Map());
  readonly #listListeners = new Set<() => void>();
  readonly #newMessageListeners = new Set<() => void>();
  readonly #unsent = new Store(0);
  #stopStandstill: (() => void) | null = null;
  #stopWaking: (() => void) | null = null;
  #stopTokens: (() => void) | null = null;
  #polledAt = Date.now();
  #stopped = false;

  constructor({
    ownId,
    transport,
    shared = null,
    tabs = null,
    onSignedOutElsewhere = () => {},
    ...connection
  }: ChatSessionOptions) {
    this.ownId = ownId;
    this.#shared = shared;
    this.#notices = new TypingNotices((peerId) => transport.typing(peerId));
    this.#tokens = connection.tokens;
    this.#transport = transport;
    this.connection = new SharedConnection({
      ...connection,
      ownId,
      tabs,
      onFrame: (frame) => this.#receive(frame),
      onSignedOutElsewhere,
    });
  }

  /** How many messages of all conversations wait to be sent. */
  get unsent(): Readable<number> {
    return this.#unsent;
  }

  /** The ids of those who are typing to this person. */
  get typing(): Readable<ReadonlySet<string>> {
    return this.#typing.peers;
  }

  /** This person types to that one; call it for every change of the text. */
  typed(peerId: string, text: string): void {
    this.#notices.typed(peerId, text);
  }

  start(): void {
    this.#goOnSending();
    // Before waking: a page that goes on has its connection again when it fetches.
    this.#stopStandstill ??= listenForStandstill(
      () => this.connection.pause(),
      () => this.connection.resume(),
    );
    this.#stopWaking ??= listenForWaking((reason) => this.#wake(reason));
    this.#stopTokens ??= this.#tokens.signedOut.subscribe(() => {
      if (this.#tokens.signedOut.getSnapshot()) this.connection.halt("signed-out");
      else this.connection.start();
    });
    this.connection.start();
  }

  /** Closes the socket and forgets every message and draft of this tab. */
  stop(): void {
    this.#stopStandstill?.();
    this.#stopWaking?.();
    this.#stopTokens?.();
    this.#stopStandstill = null;
    this.#stopWaking = null;
    this.#stopTokens = null;
    this.connection.halt("idle");
    this.#typing.stop();
    this.#stopped = true;
    for (const conversation of this.#conversations.values()) conversation.stop();
    this.#conversations.clear();
    this.#opened.set(new Map());
  }

  /** The conversation with this person; the first call begins to fetch it. */
  conversation(peerId: string): ConversationSync {
    const known = this.#conversations.get(peerId);
    if (known !== undefined) return known;
    const conversation = new ConversationSync({
      peerId,
      transport: this.#transport,
      // A socket outlives the network by a minute before anybody notices; the browser may know sooner.
      isReachable: () => navigator.onLine && this.connection.state.getSnapshot().kind === "open",
      onListStale: () => this.#listStale(),
      shared: this.#shared,
    });
    this.#conversations.set(peerId, conversation);
    conversation.state.subscribe(() => this.#countUnsent());
    void conversation.refresh();
    // Later, as a screen may open one in the middle of being drawn.
    queueMicrotask(() => {
      if (!this.#stopped) this.#opened.set(new Map(this.#conversations));
    });
    return conversation;
  }

  /** The conversations opened in this tab by the other person's id. */
  get opened(): Readable<ReadonlyMap<string, ConversationSync>> {
    return this.#opened;
  }

  /** Calls back when the list of conversations should be fetched again. */
  onListStale(listener: () => void): () => void {
    this.#listListeners.add(listener);
    return () => this.#listListeners.delete(listener);
  }

  /** Calls back in each tab when somebody has written to this person. */
  onNewMessage(listener: () => void): () => void {
    this.#newMessageListeners.add(listener);
    return () => this.#newMessageListeners.delete(listener);
  }

  /** Tells whether the list just fetched holds anything to talk in, which a closed socket waits for. */
  reviewList(hasOpenConversation: boolean): void {
    if (hasOpenConversation && this.connection.state.getSnapshot().kind === "no-access")
      this.connection.start();
  }

  /** What an earlier page or another tab left unsent goes out from here too, whichever tab is alive. */
  #goOnSending(): void {
    if (this.#shared === null) return;
    const { vault, tabs } = this.#shared;
    tabs.listen((news) => {
      if (!this.#stopped) this.conversation(news.peerId).hear(news);
    });
    vault.peers().then(
      (peers) => {
        if (!this.#stopped) for (const peerId of peers) this.conversation(peerId);
      },
      () => undefined,
    );
  }

  #receive(frame: ServerFrame): void {
    if (frame.kind !== "notification") {
      void this.#fetchAll();
      return;
    }
    if (frame.content === "typing") return this.#typing.heard(frame.sender);
    if (frame.content === "presence") return this.#listStale();
    if (frame.content === "new-message") {
      this.#typing.over(frame.sender);
      for (const listener of [...this.#newMessageListeners]) listener();
    }
    if (!FETCHED_FOR.has(frame.content)) return;
    const conversation = this.#conversations.get(frame.sender);
    // The open conversation first: the list would otherwise show as unread what is already in front of the person.
    if (conversation === undefined) this.#listStale();
    else void conversation.refresh().finally(() => this.#listStale());
  }

  #wake(reason: WakeReason): void {
    const { kind } = this.connection.state.getSnapshot();
    if (kind === "signed-out" || kind === "idle") return;
    const tooEarly = kind === "open" && Date.now() - this.#polledAt < POLL_WHILE_OPEN;
    if (reason === "tick" && tooEarly) return;
    // What was missed is asked for first, the socket repaired second.
    const fetched = this.#fetchAll();
    const suspect = reason === "online" || reason === "slept" || (reason === "visible" && kind === "waiting");
    if (suspect) this.connection.check();
    else
      void fetched.then((arrived) => {
        // Found without having been told: the socket is open in name only.
        if (arrived) this.connection.check();
      });
  }

  async #fetchAll(): Promise<boolean> {
    this.#polledAt = Date.now();
    this.#listStale();
    const arrived = await Promise.all([...this.#conversations.values()].map((each) => each.resume()));
    return arrived.includes(true);
  }

  #countUnsent(): void {
    const pending = [...this.#conversations.values()].flatMap((each) => each.state.getSnapshot().pending);
    this.#unsent.set(
      pending.filter(({ delivery: { kind } }) => kind === "queued" || kind === "sending").length,
    );
  }

  #listStale(): void {
    for (const listener of [...this.#listListeners]) listener();
  }
}
