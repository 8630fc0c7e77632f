import type { SharedOutbox } from "./keep";
import type { OutboxNews } from "./outbox-tabs";
import type { PendingMessage } from "./pending-message";

/** Where the unsent messages of one conversation are. */
export type PendingPlace = {
  readonly peerId: string;
  readonly shared: SharedOutbox | null;
  readonly onChange: (pending: readonly PendingMessage[]) => void;
};

/**
 * The unsent messages of one conversation as this tab sees them, written through to the vault that all tabs share.
 *
 * A change shows at once and is written in the order of changes. What is read back never overrules a change that is
 * still on its way, what this tab is just sending, or what the vault could not take.
 */
export class PendingMessages {
  readonly #place: PendingPlace;
  #list: readonly PendingMessage[] = [];
  #work: Promise<unknown> = Promise.resolve();
  /** Keys with changes that are not written yet, and how many. */
  readonly #unwritten = new Map<string, number>();
  /** The vault could not take them: they live as long as this page. */
  readonly #memoryOnly = new Set<string>();
  /** The server holds them: what was read from the vault just before says otherwise. */
  readonly #done = new Set<string>();

  constructor(place: PendingPlace) {
    this.#place = place;
  }

  get list(): readonly PendingMessage[] {
    return this.#list;
  }

  find(key: string): PendingMessage | undefined {
    return this.#list.find((message) => message.key === key);
  }

  add(message: PendingMessage): void {
    this.#set([...this.#list, message]);
    this.#write(message.key, ({ vault }) =>
      vault.add(this.#place.peerId, message).catch(() => {
        this.#memoryOnly.add(message.key);
      }),
    );
  }

  change(key: string, change: Partial<PendingMessage>): void {
    const message = this.#changeInMemory(key, change);
    if (message !== undefined) this.#write(key, ({ vault }) => vault.update(this.#place.peerId, message));
  }

  /** Not written: after a crash it is one that waits. */
  sending(key: string): void {
    this.#changeInMemory(key, { delivery: { kind: "sending" } });
  }

  /** The server holds it; it is shown until the feed brings it. */
  stored(stored: NonNullable<OutboxNews["stored"]>): void {
    const { key } = stored;
    this.storedElsewhere(stored);
    this.#place.shared?.tabs.tell({ peerId: this.#place.peerId, stored });
    this.#write(key, ({ vault }) => vault.remove(key));
  }

  /** Another tab heard that the server holds it. */
  storedElsewhere({ key, seq, sentAt }: NonNullable<OutboxNews["stored"]>): void {
    this.#done.add(key);
    this.#changeInMemory(key, { delivery: { kind: "stored", seq, sentAt } });
  }

  remove(key: string): void {
    this.#set(this.#list.filter((message) => message.key !== key));
    this.#write(key, ({ vault }) => vault.remove(key));
  }

  /** Lets go of stored messages that the feed now holds. */
  settle(isHeld: (seq: number) => boolean): void {
    this.#set(this.#list.filter(({ delivery }) => delivery.kind !== "stored" || !isHeld(delivery.seq)));
  }

  /** Reads what the tabs share; resolves when it shows, or cannot be read. */
  reload(): Promise<void> {
    const { shared, peerId } = this.#place;
    if (shared === null) return Promise.resolve();
    const reading = this.#work
      .then(() => shared.vault.pending(peerId))
      .then(
        (kept) => this.#merge(kept),
        () => undefined,
      );
    this.#work = reading;
    return reading;
  }

  /** Resolves when every change so far is written. */
  async written(): Promise<void> {
    await this.#work;
  }

  #write(key: string, write: (shared: SharedOutbox) => Promise<void>): void {
    const { shared, peerId } = this.#place;
    if (shared === null) return;
    this.#unwritten.set(key, (this.#unwritten.get(key) ?? 0) + 1);
    this.#work = this.#work
      .then(() => write(shared))
      .then(
        () => shared.tabs.tell({ peerId }),
        () => undefined,
      )
      .then(() => {
        const left = (this.#unwritten.get(key) ?? 1) - 1;
        if (left > 0) this.#unwritten.set(key, left);
        else this.#unwritten.delete(key);
      });
  }

  #merge(kept: readonly PendingMessage[]): void {
    const isOurs = ({ key, delivery }: PendingMessage) =>
      this.#unwritten.has(key) ||
      this.#memoryOnly.has(key) ||
      delivery.kind === "sending" ||
      delivery.kind === "stored";
    const held = new Map(this.#list.map((message) => [message.key, message]));
    const keptKeys = new Set(kept.map(({ key }) => key));
    const shared = kept
      // One that this tab let go of, but that is not removed from the vault yet, stays away.
      .filter(({ key }) => held.has(key) || !(this.#unwritten.has(key) || this.#done.has(key)))
      .map((message) => {
        const known = held.get(message.key);
        return known !== undefined && (isOurs(known) || isSame(known, message)) ? known : message;
      });
    const others = this.#list.filter((message) => isOurs(message) && !keptKeys.has(message.key));
    const isStored = ({ delivery }: PendingMessage) => delivery.kind === "stored";
    this.#set([...others.filter(isStored), ...shared, ...others.filter((message) => !isStored(message))]);
  }

  #changeInMemory(key: string, change: Partial<PendingMessage>): PendingMessage | undefined {
    this.#set(this.#list.map((message) => (message.key === key ? { ...message, ...change } : message)));
    return this.find(key);
  }

  #set(list: readonly PendingMessage[]): void {
    const changed =
      list.length !== this.#list.length || list.some((message, at) => message !== this.#list[at]);
    if (!changed) return;
    this.#list = list;
    this.#place.onChange(list);
  }
}

function isSame(one: PendingMessage, other: PendingMessage): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
