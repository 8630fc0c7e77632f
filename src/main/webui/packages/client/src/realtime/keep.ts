import { Drafts } from "./drafts";
import { type Keeping, MemoryVault, takeAlong } from "./memory-vault";
import { OutboxTabs } from "./outbox-tabs";
import { Vault } from "./vault";

/** What the tabs of one person share of unsent messages. */
export type SharedOutbox = {
  readonly vault: Pick<Keeping, "peers" | "pending" | "add" | "update" | "remove">;
  readonly tabs: OutboxTabs;
};

/** What outlives the page of one signed-in person, as far as this browser keeps anything. */
export type Keep = {
  readonly drafts: Drafts;
  /** Null where this browser can keep nothing: all is in the memory of this tab, which sends what was written in it. */
  readonly shared: SharedOutbox | null;
  /** What was kept in memory only, which a next keep takes along. */
  readonly inMemory: MemoryVault | null;
  /** Lets go and keeps everything for the next page. */
  readonly close: () => void;
  /** At sign-out: destroys all that was kept. */
  readonly erase: () => Promise<void>;
};

export type KeepOptions = {
  /** Keep all in the memory of this page, and nothing in the browser. */
  readonly inMemory?: boolean;
  /** The keep of this page before this one, closed. */
  readonly before?: Pick<Keep, "inMemory"> | null;
};

/** Opens what was kept of this person; never rejects, as the page works without it. */
export async function openKeep(
  userId: string,
  { inMemory = false, before = null }: KeepOptions = {},
): Promise<Keep> {
  const sealed = keepsThings() ? await Vault.open(userId).catch(() => null) : null;
  if (sealed === null) {
    return {
      drafts: new Drafts(),
      shared: null,
      inMemory: null,
      close: () => undefined,
      erase: async () => undefined,
    };
  }
  const vault: Keeping = inMemory ? (before?.inMemory ?? new MemoryVault()) : sealed;
  const from = inMemory ? sealed : before?.inMemory;
  if (from) {
    await takeAlong(from, vault).catch(() => undefined);
    await from.erase().catch(() => undefined);
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
  return {
    drafts: new Drafts(vault, texts),
    shared: { vault, tabs },
    inMemory: vault instanceof MemoryVault ? vault : null,
    close,
    erase,
  };
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
