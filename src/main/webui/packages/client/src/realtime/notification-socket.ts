import { parseFrame, type ServerFrame } from "./notification";

/** The browser's WebSocket constructor, or a test's. */
export type OpenSocket = (url: string, protocols: string[]) => WebSocket;

/** What a socket tells its owner; nothing is told after `onClose`. */
export type SocketEvents = {
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onClose: (end: { readonly code: number; readonly everOpen: boolean }) => void;
};

const CARRIER = "bearer-token-carrier";
const HEADER = "quarkus-http-upgrade#Authorization#Bearer ";
const READY_DEADLINE = 10_000;

/**
 * One socket from handshake to close.
 *
 * A socket without `ready` within ten seconds counts as closed: a proxy may accept a handshake and lead nowhere.
 */
export class NotificationSocket {
  readonly #socket: WebSocket;
  readonly #events: SocketEvents;
  readonly #deadline: ReturnType<typeof setTimeout>;
  #open = false;
  #over = false;

  constructor(open: OpenSocket, url: string, token: string, events: SocketEvents) {
    this.#events = events;
    this.#socket = open(url, [CARRIER, encodeURIComponent(HEADER + token)]);
    this.#deadline = setTimeout(() => this.#drop(), READY_DEADLINE);
    this.#socket.onopen = () => {
      this.#open = true;
    };
    this.#socket.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
    this.#socket.onclose = (event) => this.#finish(event.code);
  }

  /** Closes with 1000 and tells the owner nothing more. */
  close(): void {
    this.#over = true;
    clearTimeout(this.#deadline);
    this.#socket.close(1000);
  }

  #receive(data: unknown): void {
    const frame = parseFrame(data);
    if (frame === null || this.#over) return;
    if (frame.kind === "ready") clearTimeout(this.#deadline);
    this.#events.onFrame(frame);
  }

  #drop(): void {
    this.#socket.close(1000);
    // The close event of a dead connection may be a minute away.
    this.#finish(1006);
  }

  #finish(code: number): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadline);
    this.#events.onClose({ code, everOpen: this.#open });
  }
}
