/** A text as it is searched: without case and without marks, so that "zoe" finds "Zoë". */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l");
}

/** Makes a test for names: every word of the search stands in the name. */
export function nameSearch(search: string): (name: string) => boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  return (name) => {
    const folded = fold(name);
    return words.every((word) => folded.includes(word));
  };
}
