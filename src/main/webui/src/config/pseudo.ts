import type { newI18n } from "@rapport/react";

/** English as if it were written from right to left: the plurals of the one, the direction of the other. */
export const PSEUDO = "en-Arab";

type Tree = { [key: string]: string | Tree };

/** Turns and lengthens every text, which shows what has no text of its own and what lays out one direction only. */
export function addPseudo(i18n: ReturnType<typeof newI18n>): void {
  const texts = i18n.getResourceBundle("en", "translation") as Tree;
  i18n.addResourceBundle(PSEUDO, "translation", turned(texts));
}

function turned(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === "string" ? `\u202e${value}\u202c ${"~".repeat(value.length / 3)}` : turned(value),
    ]),
  );
}
