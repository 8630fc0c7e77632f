import { ErrorResponse, ErrorTimeout } from "oidc-client-ts";
import { describe, expect, test } from "vitest";
import { failureOf, isFinal, needsThePerson } from "./failure";

const refusal = (error: string) => new ErrorResponse({ error });

describe("failureOf", () => {
  test.each([
    [refusal("access_denied"), { kind: "denied" }],
    [refusal("unauthorized_client"), { kind: "refused", code: "unauthorized_client" }],
    [refusal("<b>call 0900-12345</b>"), { kind: "refused", code: "unknown" }],
    [refusal("server_error"), { kind: "unreachable" }],
    [new ErrorTimeout("late"), { kind: "unreachable" }],
    [new TypeError("network"), { kind: "unreachable" }],
  ])("%s_isTold", (error, failure) => {
    expect(failureOf(error)).toEqual(failure);
  });

  test("refusals_thatAPageOfTheProviderWouldMendNeedThePerson", () => {
    expect(needsThePerson(refusal("login_required"))).toBe(true);
    expect(needsThePerson(refusal("access_denied"))).toBe(false);
    expect(needsThePerson(new TypeError("network"))).toBe(false);
  });

  test("refusals_thatPassAreNotFinal", () => {
    expect(isFinal(refusal("invalid_grant"))).toBe(true);
    expect(isFinal(refusal("temporarily_unavailable"))).toBe(false);
    expect(isFinal(new ErrorTimeout("late"))).toBe(false);
  });
});
