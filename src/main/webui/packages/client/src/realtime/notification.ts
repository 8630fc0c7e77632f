/** A frame of the socket: what to fetch, never content. */
export type ServerFrame =
  | { readonly kind: "ready" }
  | { readonly kind: "resync" }
  | { readonly kind: "notification"; readonly content: string; readonly sender: string };

/** Reads a frame; anything that is not one gives null, because a hint may be dropped without harm. */
export function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof frame !== "object" || frame === null || !("content" in frame)) return null;
  const { content } = frame;
  if (content === "ready" || content === "resync") return { kind: content };
  if (typeof content !== "string" || !("sender" in frame) || typeof frame.sender !== "string") return null;
  return { kind: "notification", content, sender: frame.sender };
}
