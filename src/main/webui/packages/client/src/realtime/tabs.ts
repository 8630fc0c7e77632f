import type { ConnectionState } from "./connection";
import type { ServerFrame } from "./notification";

/** What a follower wants of the leader, besides its state. */
export type Wish = "state" | "start" | "check";

/** What the tabs of one person tell each other: hints and states, never a token and never a text. */
export type TabMessage =
  | { readonly kind: "ask"; readonly wish: Wish }
  | { readonly kind: "state"; readonly state: ConnectionState }
  | { readonly kind: "frame"; readonly frame: ServerFrame }
  | { readonly kind: "sign-out" };

/** The part of a `BroadcastChannel` that is used. */
export type TabChannel = Pick<BroadcastChannel, "postMessage" | "onmessage" | "close">;

/** What the browser offers so that tabs can share. */
export type Tabs = { readonly locks: LockManager; readonly openChannel: (name: string) => TabChannel };

/** The browser's locks and channels; null where one is missing, so that each tab is on its own. */
export function browserTabs(): Tabs | null {
  // Typed as always there; outside secure contexts and in older browsers they are not.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined || typeof BroadcastChannel === "undefined") return null;
  return { locks, openChannel: (name) => new BroadcastChannel(name) };
}
