const MOST = 12;

/**
 * The last answers that came with an ETag, in memory. Where the server says that one still holds, the very object is given
 * out again, so that nothing that shows it is drawn anew.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, { readonly etag: string; readonly content: unknown }>();

  /** Has the server compare. */
  ask(request: Request): void {
    const known = this.#kept.get(request.url);
    if (known && request.method === "GET") request.headers.set("If-None-Match", known.etag);
  }

  /** The content that counts. */
  take({ url }: Request, { status, headers }: Response, fresh: unknown): unknown {
    const etag = headers.get("ETag");
    const known = this.#kept.get(url);
    const content = status === 304 && known ? known.content : fresh;
    if (etag === null) return content;
    // The one asked for longest ago goes first: addresses of pages move on.
    this.#kept.delete(url);
    this.#kept.set(url, { etag, content });
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST) this.#kept.delete(oldest);
    return content;
  }
}
