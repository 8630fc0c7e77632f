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
