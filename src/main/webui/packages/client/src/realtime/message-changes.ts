import { ApiProblem } from "../api/problem";
import type { Message } from "./message-log";

/** Why a message was not changed; `unavailable` may pass, and asking again does no harm. */
export type ChangeFailure =
  | "window-over"
  | "deleted"
  | "closed"
  | "too-long"
  | "invalid"
  | "unavailable"
  | "refused";

/** What is asked of an own message: another text, or none any more. */
export type WantedChange = { readonly kind: "edit" | "delete"; readonly text: string };

/** A change that does not show yet. It is never shown before the server has made it. */
export type MessageChange = WantedChange & {
  /** null while the server's answer, or the message as it is then, is awaited. */
  readonly failure: ChangeFailure | null;
};

type Asked = {
  readonly change: MessageChange;
  /** The message's version when it was asked: a higher one shows what came of it. */
  readonly version: number;
  readonly done: boolean;
};

/** What changes need from their surroundings. */
export type MessageChangesOptions = {
  readonly call: (seq: number, wanted: WantedChange) => Promise<unknown>;
  readonly onChange: (changes: ReadonlyMap<number, MessageChange>) => void;
  /** The server made a change, which the feed tells. */
  readonly onDone: () => void;
};

/**
 * The edits and deletions of one conversation that this tab has asked for: at most one for each message, in memory only.
 *
 * Nothing is repeated by itself: minutes later the person may think otherwise, and the time for changes may be over.
 */
export class MessageChanges {
  readonly #options: MessageChangesOptions;
  readonly #asked = new Map<number, Asked>();

  constructor(options: MessageChangesOptions) {
    this.#options = options;
  }

  ask({ seq, version }: Message, wanted: WantedChange): void {
    const known = this.#asked.get(seq);
    if (known !== undefined && known.change.failure === null) return;
    const asked: Asked = { change: { ...wanted, failure: null }, version, done: false };
    this.#set(seq, asked);
    this.#options.call(seq, wanted).then(
      () => {
        if (this.#asked.get(seq) !== asked) return;
        this.#set(seq, { ...asked, done: true });
        this.#options.onDone();
      },
      (error) => {
        if (this.#asked.get(seq) !== asked) return;
        this.#set(seq, { ...asked, change: { ...asked.change, failure: changeFailure(error) } });
      },
    );
  }

  /** Forgets a change that failed; one on its way is not called back. */
  giveUp(seq: number): void {
    const failed = this.#asked.get(seq)?.change.failure ?? null;
    if (failed !== null) this.#set(seq, null);
  }

  /** Lets go of what the messages show; the text of an edit whose message was deleted elsewhere is the person's to take away. */
  settle(messages: readonly Message[]): void {
    if (this.#asked.size === 0) return;
    for (const message of messages) {
      const asked = this.#asked.get(message.seq);
      if (asked === undefined) continue;
      const { change, done, version } = asked;
      const shows = done && message.version > version;
      if (shows || (message.deleted && change.kind === "delete")) this.#set(message.seq, null);
      else if (message.deleted && change.failure !== "deleted")
        this.#set(message.seq, { ...asked, change: { ...change, failure: "deleted" } });
    }
  }

  #set(seq: number, asked: Asked | null): void {
    if (asked === null) this.#asked.delete(seq);
    else this.#asked.set(seq, asked);
    this.#options.onChange(new Map([...this.#asked].map(([key, { change }]) => [key, change])));
  }
}

function changeFailure(error: unknown): ChangeFailure {
  if (!(error instanceof ApiProblem)) return "unavailable";
  if (error.slug === "edit-window-over") return "window-over";
  if (error.slug === "message-deleted") return "deleted";
  if (error.status === 404 || error.slug === "conversation-closed") return "closed";
  if (error.status === 413) return "too-long";
  if (error.slug === "invalid-text") return "invalid";
  if (error.status === 408 || error.status === 429 || error.status >= 500) return "unavailable";
  return "refused";
}
