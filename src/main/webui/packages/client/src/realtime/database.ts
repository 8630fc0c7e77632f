/** What a request of IndexedDB comes to. */
export function outcome<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Opens a database, which `make` fills with tables where it is new. It lets go by itself when another tab wants to delete it.
 */
export function openDatabase(name: string, make: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => make(request.result);
  return outcome(request).then((database) => {
    database.onversionchange = () => database.close();
    return database;
  });
}

/**
 * Works with one table in one transaction, and resolves once all of it is stored. The work waits for nothing but this
 * table, else the browser ends the transaction under it.
 */
export async function inTable<T>(
  database: IDBDatabase,
  table: string,
  mode: IDBTransactionMode,
  work: (table: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(table, mode);
  const stored = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  const [result] = await Promise.all([work(transaction.objectStore(table)), stored]);
  return result;
}
