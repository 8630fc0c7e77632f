import { ApiProblem } from "../api/problem";
import type { MessageTransport } from "../realtime/conversation-sync";
import type { Message, MessagesPage } from "../realtime/message-log";

/** A refusal as the server would give it. */
export function problem(status: number, slug: string, headers: Record<string, string> = {}): ApiProblem {
  const body = { type: `urn:rapport:problem:${slug}`, title: slug, status, requestId: "request-1" };
  return new ApiProblem(new Response(null, { status, headers }), body);
}

/** The server's side of one conversation by the rules of the contract, in memory, between `me` and `peer`. */
export class FakeConversation implements MessageTransport {
  readonly messages: Message[] = [];
  readonly posts: { key: string; text: string }[] = [];
  readonly reads: number[] = [];
  readonly sinceCalls: number[] = [];
  readonly typed: string[] = [];
  version = 0;
  readSeq = 0;
  peerReadSeq = 0;
  pageSize = 50;
  /** Runs before every answer; throw to refuse. */
  onCall: (call: string) => void | Promise<void> = () => {};
  /** Runs after the server did its work and before the answer arrives; throw to lose the answer. */
  onAnswer: (call: string) => void | Promise<void> = () => {};
  readonly #keys = new Map<string, number>();

  write(senderId: string, text: string): Message {
    this.version += 1;
    const seq = this.messages.length + 1;
    const sentAt = new Date(Date.UTC(2026, 0, 1, 10, 0, seq)).toISOString();
    const message = { seq, version: this.version, senderId, text, sentAt };
    this.messages.push(message);
    return message;
  }

  change(seq: number, text: string): void {
    this.version += 1;
    const known = this.messages[seq - 1];
    const editedAt = new Date(Date.UTC(2026, 0, 1, 11)).toISOString();
    if (known) this.messages[seq - 1] = { ...known, text, editedAt, version: this.version };
  }

  erase(seq: number): void {
    this.version += 1;
    const known = this.messages[seq - 1];
    if (known === undefined) return;
    const { editedAt: _, ...rest } = known;
    this.messages[seq - 1] = { ...rest, text: "", deleted: true, version: this.version };
  }

  async newest(): Promise<MessagesPage> {
    return this.#answer("newest", () => {
      const items = this.messages.slice(-this.pageSize);
      return this.#page(items, this.version, this.messages.length > items.length);
    });
  }

  async before(_peerId: string, seq: number): Promise<MessagesPage> {
    return this.#answer("before", () => {
      const older = this.messages.filter((message) => message.seq < seq);
      const items = older.slice(-this.pageSize);
      return this.#page(items, this.version, older.length > items.length);
    });
  }

  async since(_peerId: string, version: number): Promise<MessagesPage> {
    this.sinceCalls.push(version);
    return this.#answer("since", () => {
      if (version > this.version) throw problem(400, "cursor-ahead");
      const changed = this.messages.filter((message) => message.version > version);
      changed.sort((a, b) => a.version - b.version);
      const items = changed.slice(0, this.pageSize);
      const hasMore = changed.length > items.length;
      return this.#page(items, hasMore ? (items.at(-1)?.version ?? 0) : this.version, hasMore);
    });
  }

  async send(_peerId: string, key: string, text: string): Promise<Message> {
    this.posts.push({ key, text });
    return this.#answer("send", () => {
      const seq = this.#keys.get(key);
      const stored = (seq === undefined ? undefined : this.messages[seq - 1]) ?? this.write("me", text);
      this.#keys.set(key, stored.seq);
      return stored;
    });
  }

  async edit(_peerId: string, seq: number, text: string): Promise<Message> {
    return this.#answer("edit", () => {
      if (this.#at(seq).deleted) throw problem(409, "message-deleted");
      if (this.#at(seq).text !== text) this.change(seq, text);
      return this.#at(seq);
    });
  }

  async remove(_peerId: string, seq: number): Promise<void> {
    await this.#answer("remove", () => {
      if (!this.#at(seq).deleted) this.erase(seq);
    });
  }

  async markRead(_peerId: string, seq: number): Promise<void> {
    this.reads.push(seq);
    await this.#answer("read", () => {
      this.readSeq = Math.max(this.readSeq, seq);
    });
  }

  async typing(peerId: string): Promise<void> {
    this.typed.push(peerId);
  }

  #at(seq: number): Message {
    const message = this.messages[seq - 1];
    if (message === undefined) throw problem(404, "not-found");
    return message;
  }

  async #answer<T>(call: string, work: () => T): Promise<T> {
    await this.onCall(call);
    const answer = work();
    await this.onAnswer(call);
    return answer;
  }

  #page(items: Message[], version: number, hasMore: boolean): MessagesPage {
    return { items, version, hasMore, readSeq: this.readSeq, peerReadSeq: this.peerReadSeq };
  }
}
