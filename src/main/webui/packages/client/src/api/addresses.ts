/** The socket of the server with this origin. */
export function socketUrl(baseUrl: string): string {
  const url = new URL("/ws", baseUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
