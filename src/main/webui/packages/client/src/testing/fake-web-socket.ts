import { vi } from "vitest";
import type { OpenSocket } from "../realtime/notification-socket";

/** Stands in for the browser's WebSocket: the test plays the server. */
export class FakeWebSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly close = vi.fn();
  readonly url: string;
  readonly protocols: string[];

  constructor(url: string, protocols: string[]) {
    this.url = url;
    this.protocols = protocols;
  }

  /** The token that the handshake carried. */
  get token(): string {
    return decodeURIComponent(this.protocols[1] ?? "").replace(
      "quarkus-http-upgrade#Authorization#Bearer ",
      "",
    );
  }

  ready(): void {
    this.onopen?.();
    this.frame({ content: "ready" });
  }

  frame(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  end(code: number): void {
    this.onclose?.({ code });
  }
}

/** Makes fake sockets and keeps them in the order of their making. */
export function fakeSockets(): { open: OpenSocket; made: FakeWebSocket[]; last: () => FakeWebSocket } {
  const made: FakeWebSocket[] = [];
  const open: OpenSocket = (url, protocols) => {
    const socket = new FakeWebSocket(url, protocols);
    made.push(socket);
    return socket as unknown as WebSocket;
  };
  const last = () => {
    const socket = made.at(-1);
    if (socket === undefined) throw new Error("No socket was opened");
    return socket;
  };
  return { open, made, last };
}
