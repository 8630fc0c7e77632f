const TINTS = 6;

/** The initials of a person on a tint that stays the same for one id; decoration beside the name. */
export function Avatar({
  id,
  name,
  size = "medium",
}: {
  id: string;
  name: string;
  size?: "medium" | "large";
}) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? "")][0] ?? "",
  );
  const tint = [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) % TINTS;
  return (
    <span className={`avatar avatar-${size} avatar-tint-${tint}`} aria-hidden="true">
      {letters.join("").toUpperCase()}
    </span>
  );
}
