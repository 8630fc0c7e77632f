import type { en } from "./texts-en";

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };

/** What every language says: the keys of English, neither fewer nor more. */
export type Texts = Same<typeof en>;

/** The same for a language whose plurals have `many` besides `one` and `other`. */
export type WithMany<T> = {
  readonly [K in keyof T as
    | K
    | (K extends `${infer Stem}_other` ? `${Stem}_many` : never)]: T[K] extends string
    ? string
    : WithMany<T[K]>;
};
