import type { SignInMethod } from "./sign-in-method";

/** The sign-in of this build. */
export async function loadSignInMethod(): Promise<SignInMethod> {
  if (__DEMO__) return (await import("./demo/demo-sign-in")).demoSignIn;
  return (await import("./oidc/oidc-sign-in")).oidcSignIn();
}
