import { type ReactNode, useId } from "react";

type SwitchRowProps = { label: string; hint?: ReactNode; on: boolean; onChange: (on: boolean) => void };

/** Something that is on or off, with what it means. */
export function SwitchRow({ label, hint, on, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its own state.
        role="switch"
        className="switch"
        checked={on}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ target }) => onChange(target.checked)}
      />
      {hint && (
        <p id={`${id}-hint`} className="switch-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
