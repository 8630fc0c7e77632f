import type { Page } from "playwright-core";

/** How many records the person's vault in this browser holds; none where there is no vault. */
export const keptRecords = (page: Page, store: "pending" | "drafts"): Promise<number> =>
  page.evaluate(async (name) => {
    const [database] = await indexedDB.databases();
    if (database?.name === undefined) return 0;
    const opening = indexedDB.open(database.name);
    return new Promise<number>((resolve, reject) => {
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const counting = opening.result.transaction(name).objectStore(name).count();
        counting.onsuccess = () => {
          opening.result.close();
          resolve(counting.result);
        };
      };
    });
  }, store);
