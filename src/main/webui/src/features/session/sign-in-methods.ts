import type { SignInMethod } from "./sign-in-method";

/** The sign-in of this build; null where the organisation's own page signs people in. */
export async function loadSignInMethod(): Promise<SignInMethod | null> {
  if (__DEMO__) return (await import("./demo/demo-sign-in")).demoSignIn;
  return null;
}
