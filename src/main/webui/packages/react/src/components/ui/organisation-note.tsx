type OrganisationNoteProps = { text: string | undefined; emergency: string | undefined };

/** Something in the organisation's own words, and whom to turn to when it cannot wait. */
export function OrganisationNote({ text, emergency }: OrganisationNoteProps) {
  if (!text && !emergency) return null;
  return (
    <p className="organisation-note" dir="auto">
      {text} {emergency && <strong>{emergency}</strong>}
    </p>
  );
}
