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

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "type" in body && typeof body.type === "string";
}
