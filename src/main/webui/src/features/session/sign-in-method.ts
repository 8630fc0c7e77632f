import type { TokenProvider } from "@rapport/client";
import type { ComponentType } from "react";

/** One way of signing in: a page that ends with a token provider, and how a reload comes back. */
export type SignInMethod = {
  /** The provider of a session that a reload interrupted, or null. */
  readonly restore: () => TokenProvider | null;
  /** Forgets the person in this tab. */
  readonly forget: () => void;
  /** Forgets the person and ends their session where it began, once all that was kept is erased; may leave the page. */
  readonly end: (erased: Promise<void>) => void;
  readonly Page: ComponentType<{ onSignedIn: (provider: TokenProvider) => void }>;
};
