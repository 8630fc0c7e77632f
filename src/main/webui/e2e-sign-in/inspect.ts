import type { Page } from "playwright-core";

/** Every address that a step back or forward could show. */
export async function addressesInHistory(page: Page): Promise<readonly string[]> {
  const debug = await page.context().newCDPSession(page);
  const { entries } = await debug.send("Page.getNavigationHistory");
  await debug.detach();
  return entries.map(({ url }) => url);
}

/** The names of this origin's databases. */
export function keptDatabases(page: Page): Promise<readonly (string | undefined)[]> {
  return page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
}

/** All that this origin keeps in the browser, as one text: storages, cookies, caches and databases. */
export function everythingStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found: unknown[] = [
      { ...sessionStorage },
      { ...localStorage },
      document.cookie,
      await caches.keys(),
    ];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      found.push(name);
      for (const table of database.objectStoreNames)
        found.push(table, await done(database.transaction(table).objectStore(table).getAll()));
      database.close();
    }
    return JSON.stringify(found);
  });
}
