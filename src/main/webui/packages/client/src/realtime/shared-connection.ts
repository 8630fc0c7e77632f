import { Connection, type ConnectionOptions, type ConnectionState } from "./connection";
import { Leadership } from "./leadership";
import { type Readable, Store } from "./store";
import type { TabChannel, TabMessage, Tabs, Wish } from "./tabs";

/** What a shared connection needs from its surroundings. */
export type SharedConnectionOptions = ConnectionOptions & {
  readonly ownId: string;
  /** Null: this tab keeps a socket of its own. */
  readonly tabs: Tabs | null;
  /** The person signed out in another tab. */
  readonly onSignedOutElsewhere: () => void;
};

const ASK_EVERY = 5_000;
const ANSWER_WITHIN = 2_000;

/**
 * The one connection of a person's tabs in this browser.
 *
 * One tab leads: it alone has a socket, and tells the others its frames and its state. The others follow, and queue for
 * the lock, so that the next one leads as soon as the leader is gone. A leader that was frozen keeps its lock and is
 * silent: followers ask regularly, and one that gets no answer takes the lock. Two leaders for a moment do no harm, as
 * frames are hints.
 *
 * Names of lock and channel carry the person's id: people who are signed in beside each other share nothing.
 */
export class SharedConnection {
  readonly #options: SharedConnectionOptions;
  readonly #own: Connection;
  readonly #leadership: Leadership | null;
  readonly #state = new Store<ConnectionState>({ kind: "idle" });
  #channel: TabChannel | null = null;
  #role: "none" | "follower" | "leader" = "none";
  /** A follower that has heard its leader. What was told before that it may have missed. */
  #attached = false;
  #paused = false;
  /** What was asked and not answered yet. */
  #wish: Wish | null = null;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;

  constructor(options: SharedConnectionOptions) {
    const { ownId, tabs, onFrame } = options;
    this.#options = options;
    this.#own = new Connection({
      ...options,
      onFrame: (frame) => {
        this.#tell({ kind: "frame", frame });
        onFrame(frame);
      },
    });
    this.#own.state.subscribe(() => {
      if (this.#role === "leader") this.#publish();
    });
    const events = { onGained: () => this.#lead(), onLost: () => this.#follow() };
    this.#leadership = tabs && new Leadership(tabs.locks, `rapport:leader:${ownId}`, events);
  }

  /** The state of the socket, in whichever tab it is. */
  get state(): Readable<ConnectionState> {
    return this.#state;
  }

  /** Whether this tab is the one that does what a browser should do once. */
  get leads(): boolean {
    return this.#role === "leader";
  }

  /** Connects now unless open: the first time, for "Try now", for "Use here", and after a new sign-in. */
  start(): void {
    this.#paused = false;
    if (this.#role === "leader") this.#own.start();
    else if (this.#role === "follower") this.#ask("start");
    else this.#join();
  }

  /** The socket may be dead without a close: has it replaced, or tries again. */
  check(): void {
    if (this.#role === "leader") this.#own.check();
    else if (this.#role === "follower") this.#ask("check");
  }

  /** Leaves the other tabs to themselves until `start`. */
  halt(reason: "idle" | "signed-out"): void {
    this.#leave();
    this.#state.set({ kind: reason });
    if (reason === "signed-out") return;
    this.#channel?.close();
    this.#channel = null;
  }

  /** The browser is about to stop this page: lets another tab lead. */
  pause(): void {
    if (this.#role === "none") return;
    this.#paused = true;
    this.#leave();
  }

  /** The page goes on after `pause`. */
  resume(): void {
    if (this.#paused) this.start();
  }

  /** Tells the person's other tabs to sign out as well. */
  signOutElsewhere(): void {
    this.#tell({ kind: "sign-out" });
  }

  #join(): void {
    const { ownId, tabs } = this.#options;
    if (tabs === null) return this.#lead();
    if (this.#channel === null) {
      this.#channel = tabs.openChannel(`rapport:tabs:${ownId}`);
      this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.#hear(data);
    }
    const { kind } = this.#state.getSnapshot();
    if (kind === "idle" || kind === "signed-out")
      this.#state.set({ kind: "connecting", downSince: Date.now() });
    this.#follow();
  }

  #follow(): void {
    this.#role = "follower";
    this.#own.halt("idle");
    this.#attached = false;
    this.#leadership?.join();
    this.#ask("state");
    clearInterval(this.#pulse);
    this.#pulse = setInterval(() => this.#ask("state"), ASK_EVERY);
  }

  #lead(): void {
    const wish = this.#wish;
    this.#stopAsking();
    clearInterval(this.#pulse);
    this.#role = "leader";
    const { kind } = this.#state.getSnapshot();
    // A socket that another browser pushed out stays closed until the person chooses, whichever tab leads.
    if ((kind === "replaced" || kind === "stop") && wish !== "start") this.#own.halt(kind);
    else this.#own.start();
  }

  #leave(): void {
    this.#role = "none";
    this.#stopAsking();
    clearInterval(this.#pulse);
    this.#own.halt("idle");
    this.#leadership?.leave();
  }

  #ask(wish: Wish): void {
    if (this.#wish !== "start") this.#wish = wish;
    this.#tell({ kind: "ask", wish });
    this.#deadline ??= setTimeout(() => {
      this.#deadline = undefined;
      this.#leadership?.steal();
    }, ANSWER_WITHIN);
  }

  #stopAsking(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    this.#wish = null;
  }

  #hear(message: TabMessage): void {
    if (message.kind === "sign-out") this.#options.onSignedOutElsewhere();
    else if (message.kind === "ask" && this.#role === "leader") this.#answer(message.wish);
    else if (message.kind === "state" && this.#role === "follower") this.#heardState(message.state);
    else if (message.kind === "frame" && this.#role === "follower") this.#options.onFrame(message.frame);
  }

  #answer(wish: Wish): void {
    if (wish === "start") this.#own.start();
    else if (wish === "check") this.#own.check();
    // This tab may be hidden, and its timers late, while the one that asks is looked at.
    else this.#own.catchUp();
    this.#publish();
  }

  #heardState(state: ConnectionState): void {
    this.#stopAsking();
    // Each answer is a copy; only a change is worth drawing.
    if (JSON.stringify(state) !== JSON.stringify(this.#state.getSnapshot())) this.#state.set(state);
    if (this.#attached) return;
    this.#attached = true;
    // As on a socket's own `ready`: from here on frames are heard, so fetch what came before.
    if (state.kind === "open") this.#options.onFrame({ kind: "ready" });
  }

  #publish(): void {
    const state = this.#own.state.getSnapshot();
    this.#state.set(state);
    this.#tell({ kind: "state", state });
  }

  #tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }
}
