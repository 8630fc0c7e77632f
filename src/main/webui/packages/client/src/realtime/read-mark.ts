/**
 * Brings the highest seen `seq` to the server: one call at a time, always the highest, again after a failure when
 * `push` is called. The server ignores a mark that is not higher, so a repeated one does no harm.
 */
export class ReadMark {
  readonly #put: (seq: number) => Promise<void>;
  readonly #onMarked: () => void;
  #wanted = 0;
  #marked = 0;
  #busy = false;

  constructor(put: (seq: number) => Promise<void>, onMarked: () => void) {
    this.#put = put;
    this.#onMarked = onMarked;
  }

  /** The highest `seq` that the person has seen here. */
  get wanted(): number {
    return this.#wanted;
  }

  raise(seq: number): void {
    this.#wanted = Math.max(this.#wanted, seq);
    this.push();
  }

  push(): void {
    if (this.#busy || this.#wanted <= this.#marked) return;
    this.#busy = true;
    const seq = this.#wanted;
    this.#put(seq).then(
      () => {
        this.#busy = false;
        this.#marked = Math.max(this.#marked, seq);
        this.#onMarked();
        this.push();
      },
      () => {
        this.#busy = false;
      },
    );
  }

  reset(): void {
    this.#wanted = 0;
    this.#marked = 0;
  }
}
