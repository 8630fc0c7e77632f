import type { components } from "./schema";

type ProblemBody = components["schemas"]["Problem"];

/** A refusal of the server, with the slug of its problem type (`not-found`, `cursor-ahead`, …). */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly slug: string;
  readonly requestId: string | null;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;

  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : null;
    super(problem?.title ?? `HTTP ${response.status}`);
    this.status = response.status;
    this.slug = problem?.type.replace("urn:rapport:problem:", "") ?? "unknown";
    this.requestId = problem?.requestId ?? response.headers.get("X-Request-Id");
    const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : null;
  }
}

const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/** How long the server asks to wait before the next try, in milliseconds; 0 when it does not say. */
export function toldWait(error: unknown): number {
  if (!(error instanceof ApiProblem) || error.retryAfter === null) return 0;
  return Math.min(Math.max(error.retryAfter * 1_000, SHORTEST_WAIT), LONGEST_WAIT);
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "type" in body && typeof body.type === "string";
}
