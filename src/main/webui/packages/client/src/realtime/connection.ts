import { toldWait } from "../api/problem";
import { backoff, type Random } from "./backoff";
import { afterClose, firstAttempt } from "./close-code";
import type { ServerFrame } from "./notification";
import { NotificationSocket, type OpenSocket } from "./notification-socket";
import { type Readable, Store } from "./store";
import { type AccessToken, SignInRequired, type TokenKeeper } from "./token-keeper";

/** Where the socket stands; times are milliseconds since the epoch. */
export type ConnectionState =
  | { readonly kind: "connecting"; readonly downSince: number }
  | { readonly kind: "waiting"; readonly downSince: number; readonly retryAt: number }
  | { readonly kind: "open" }
  | { readonly kind: Halt };

/** Why there is no socket and none is being tried. */
export type Halt = "idle" | "signed-out" | "no-access" | "replaced" | "stop";

/**
 * What a failed handshake meant. Rejects with `SignInRequired` when the token was the reason, and with what stood in
 * the way when the server could not tell; that may be an `ApiProblem` that says how long to wait.
 */
export type Probe = () => Promise<"reachable" | "no-access">;

/** What a connection needs from its surroundings. */
export type ConnectionOptions = {
  readonly url: string;
  readonly tokens: TokenKeeper;
  readonly openSocket: OpenSocket;
  readonly probe: Probe;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly random?: Random;
};

type Purpose = "reconnect" | "renew" | "check";
type Due = { readonly at: number; readonly purpose: Purpose };
type Live = { readonly socket: NotificationSocket; readonly token: string; readonly since: number };

const STABLE = 10_000;
const RENEW_AHEAD = 60_000;
const RENEW_FLOOR = 5_000;

/**
 * Keeps one socket open for as long as the session lasts.
 *
 * Renewal and suspicion both open a second socket (the candidate) and let go of the first only when the second is
 * `ready`, so that no notification falls between them. Every awaited step belongs to a turn; a newer turn makes
 * the older one's results worthless.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #state = new Store<ConnectionState>({ kind: "idle" });
  #current: Live | null = null;
  #candidate: NotificationSocket | null = null;
  #refusedToken: string | null = null;
  #turn = 0;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due: Due | null = null;
  /** The server asked not to come before this time. */
  #notBefore = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): Readable<ConnectionState> {
    return this.#state;
  }

  /** Connects now unless open: the first time, for "Try now", for "Use here", and after a new sign-in. */
  start(): void {
    if (this.#current === null) void this.#connect("reconnect");
  }

  /**
   * The socket may be dead without a close (sleep, another network): replaces it, or stops waiting. What the server
   * asked for holds; only the person's own "Try now" goes past it.
   */
  check(): void {
    const { kind } = this.#state.getSnapshot();
    if (kind === "waiting" && Date.now() >= this.#notBefore) this.start();
    if (kind === "open" && this.#candidate === null) void this.#connect("check");
  }

  /** Timers of a hidden page come up to a minute late: does now what is overdue. */
  catchUp(): void {
    if (this.#due !== null && Date.now() >= this.#due.at) void this.#connect(this.#due.purpose);
  }

  /** Closes everything and stays closed until `start`. */
  halt(reason: Halt): void {
    this.#abandon();
    this.#dropCurrent();
    this.#state.set({ kind: reason });
  }

  async #connect(purpose: Purpose): Promise<void> {
    this.#abandon();
    const turn = this.#turn;
    if (this.#current === null) this.#state.set({ kind: "connecting", downSince: this.#downSince() });
    let access: AccessToken;
    try {
      access = await this.#token(purpose);
    } catch (error) {
      if (turn === this.#turn) this.#failed(purpose, error instanceof SignInRequired ? "signed-out" : null);
      return;
    }
    if (turn !== this.#turn) return;
    const { openSocket, url, onFrame } = this.#options;
    const socket = new NotificationSocket(openSocket, url, access.token, {
      onFrame: (frame) => {
        if (frame.kind === "ready") this.#promote(socket, access);
        onFrame(frame);
      },
      onClose: ({ code, everOpen }) => {
        if (socket === this.#current?.socket) this.#currentClosed(this.#current, code);
        else if (socket === this.#candidate) void this.#candidateClosed(purpose, access, code, everOpen);
      },
    });
    this.#candidate = socket;
  }

  #token(purpose: Purpose): Promise<AccessToken> {
    const { tokens } = this.#options;
    const refused = this.#refusedToken;
    this.#refusedToken = null;
    if (refused !== null) return tokens.insteadOf(refused, "rejected");
    if (purpose === "renew" && this.#current !== null) return tokens.insteadOf(this.#current.token, "renew");
    return tokens.current();
  }

  #promote(socket: NotificationSocket, access: AccessToken): void {
    if (socket !== this.#candidate) return;
    this.#candidate = null;
    this.#dropCurrent();
    this.#current = { socket, token: access.token, since: Date.now() };
    this.#state.set({ kind: "open" });
    const left = access.expiresAt - Date.now();
    this.#schedule(Math.max(left - RENEW_AHEAD, left * 0.8, RENEW_FLOOR), "renew");
  }

  #currentClosed(live: Live, code: number): void {
    this.#current = null;
    const lasted = Date.now() - live.since > STABLE;
    if (lasted) this.#attempt = 0;
    const next = afterClose(code);
    if (next === "no-access" || next === "stop") return this.halt(next);
    // The second socket of a renewal may itself be what pushed this one out.
    if (this.#candidate !== null) return this.#state.set({ kind: "connecting", downSince: Date.now() });
    if (next === "replaced") return this.halt(next);
    if (next === "renew-token") this.#refusedToken = live.token;
    if (next === "renew-token" && lasted) void this.#connect("reconnect");
    else this.#wait(firstAttempt(code));
  }

  async #candidateClosed(
    purpose: Purpose,
    access: AccessToken,
    code: number,
    everOpen: boolean,
  ): Promise<void> {
    this.#candidate = null;
    const turn = this.#turn;
    const next = afterClose(code);
    if (next === "renew-token") this.#refusedToken = access.token;
    if (next === "no-access" || next === "replaced" || next === "stop") return this.halt(next);
    if (everOpen) return this.#failed(purpose, null, firstAttempt(code));
    // The browser hides why a handshake was refused, so an ordinary call has to tell.
    let halt: Halt | null = null;
    let told = 0;
    try {
      if ((await this.#options.probe()) === "no-access") halt = "no-access";
    } catch (error) {
      if (error instanceof SignInRequired) halt = "signed-out";
      told = toldWait(error);
    }
    if (turn === this.#turn) this.#failed(purpose, halt, 1, told);
  }

  #failed(purpose: Purpose, halt: Halt | null, atLeast = 1, told = 0): void {
    if (halt !== null) return this.halt(halt);
    if (purpose === "renew" && this.#current !== null)
      return this.#schedule(this.#nextDelay(atLeast, told), "renew");
    this.#dropCurrent();
    this.#wait(atLeast, told);
  }

  #wait(atLeast: number, told = 0): void {
    this.#abandon();
    const delay = this.#nextDelay(atLeast, told);
    this.#state.set({ kind: "waiting", downSince: this.#downSince(), retryAt: Date.now() + delay });
    this.#schedule(delay, "reconnect");
  }

  /** The told wait comes on top: everyone was told the same, and would otherwise come back in step. */
  #nextDelay(atLeast: number, told: number): number {
    this.#attempt = Math.max(this.#attempt + 1, atLeast);
    this.#notBefore = Date.now() + told;
    return told + backoff(this.#attempt, this.#options.random);
  }

  #schedule(delay: number, purpose: Purpose): void {
    clearTimeout(this.#timer);
    this.#due = { at: Date.now() + delay, purpose };
    this.#timer = setTimeout(() => void this.#connect(purpose), delay);
  }

  #abandon(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#due = null;
    this.#candidate?.close();
    this.#candidate = null;
  }

  #dropCurrent(): void {
    this.#current?.socket.close();
    this.#current = null;
  }

  #downSince(): number {
    const state = this.#state.getSnapshot();
    return "downSince" in state ? state.downSince : Date.now();
  }
}
