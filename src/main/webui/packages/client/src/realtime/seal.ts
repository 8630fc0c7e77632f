/** A value that only one key opens, and only under the name of the place it was sealed for. */
export type Sealed = { readonly nonce: Uint8Array<ArrayBuffer>; readonly body: ArrayBuffer };

const ALGORITHM = "AES-GCM";
const NONCE_BYTES = 12;

/** Makes a key that can be stored and used, but never read: not by a script of this page either. */
export function newSealingKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Seals a value for its place, the parts of which are named from outside to inside. */
export async function seal(key: CryptoKey, place: readonly string[], value: unknown): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { nonce, body: await crypto.subtle.encrypt(parameters(nonce, place), key, plain) };
}

/** Opens what was sealed for this place with this key; rejects anything else. */
export async function unseal(key: CryptoKey, place: readonly string[], sealed: Sealed): Promise<unknown> {
  const plain = await crypto.subtle.decrypt(parameters(sealed.nonce, place), key, sealed.body);
  return JSON.parse(new TextDecoder().decode(plain));
}

function parameters(iv: Uint8Array<ArrayBuffer>, place: readonly string[]): AesGcmParams {
  // As JSON, so that no two places have one spelling.
  return { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(JSON.stringify(place)) };
}
