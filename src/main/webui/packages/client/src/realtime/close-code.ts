/** What the client does after the server closed its socket. */
export type AfterClose = "reconnect" | "renew-token" | "no-access" | "replaced" | "stop";

const TABLE: Readonly<Record<number, AfterClose>> = {
  4401: "renew-token",
  4403: "no-access",
  4409: "replaced",
  1008: "stop",
};

/** Reads the closed table of close codes; every code not on it means trouble on the way, so reconnect. */
export function afterClose(code: number): AfterClose {
  return TABLE[code] ?? "reconnect";
}

/**
 * The step of the back-off to begin with after a close: a server that restarts (1012) or has too much to do (1013) wants
 * the clients that it sent away to come back spread over more than a second.
 */
export function firstAttempt(code: number): number {
  if (code === 1013) return 3;
  return code === 1012 ? 2 : 1;
}
