import { Drafts } from "./drafts";
import { OutboxTabs } from "./outbox-tabs";
import { Vault } from "./vault";

/** What the tabs of one person share of unsent messages. */
export type SharedOutbox = {
  readonly vault: Pick<Vault, "peers" | "pending" | "add" | "update" | "remove">;
  readonly tabs: OutboxTabs;
};

/** What outlives the page of one signed-in person, as far as this browser keeps anything. */
export type Keep = {
  readonly drafts: Drafts;
  /** Null where all is in the memory of this tab, which then sends only what was written in it. */
  readonly shared: SharedOutbox | null;
  /** Lets go and keeps everything for the next page. */
  readonly close: () => void;
  /** At sign-out: destroys all that was kept. */
  readonly erase: () => Promise<void>;
};

/** Opens what was kept of this person; never rejects, as the page works without it. */
export async function openKeep(userId: string): Promise<Keep> {
  const vault = keepsThings() ? await Vault.open(userId).catch(() => null) : null;
  if (vault === null) {
    return { drafts: new Drafts(), shared: null, close: () => undefined, erase: async () => undefined };
  }
  const tabs = new OutboxTabs(userId);
  const texts = await vault.drafts().catch(() => new Map<string, string>());
  const close = () => {
    tabs.close();
    vault.close();
  };
  const erase = async () => {
    tabs.close();
    await vault.erase().catch(() => undefined);
  };
  return { drafts: new Drafts(vault, texts), shared: { vault, tabs }, close, erase };
}

/** Sealing and locks exist in secure contexts only; without either, keeping would be unsafe or out of order. */
function keepsThings(): boolean {
  return (
    typeof indexedDB !== "undefined" &&
    typeof BroadcastChannel !== "undefined" &&
    navigator.locks !== undefined &&
    crypto.subtle !== undefined
  );
}
