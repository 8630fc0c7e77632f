/** Full for available, hollow for away; always beside a text that says the same. */
export function PresenceDot({ presence }: { presence: "available" | "away" }) {
  return <span className={`presence-dot presence-${presence}`} aria-hidden="true" />;
}
