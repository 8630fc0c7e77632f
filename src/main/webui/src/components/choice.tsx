import { type Setting, type SettingValue, settings, useSetting } from "@rapport/react";
import { useId } from "react";
import "./choice.css";

type ChoiceProps<S extends Setting> = {
  setting: S;
  /** What can be chosen; the first one stands for what cannot. */
  values: readonly SettingValue<S>[];
  label: string;
  nameOf: (value: SettingValue<S>) => string;
  /** The language that a name is in, where it is not the page's. */
  langOf?: (value: SettingValue<S>) => string | undefined;
};

/** One of a few values, in a list. */
export function Choice<S extends Setting>({ setting, values, label, nameOf, langOf }: ChoiceProps<S>) {
  const id = useId();
  const chosen = useSetting(setting);
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={String(values.includes(chosen) ? chosen : values[0])}
        onChange={({ target }) => {
          const value = values[target.selectedIndex];
          if (value !== undefined) settings.set(setting, value);
        }}
      >
        {values.map((value) => (
          <option key={String(value)} value={String(value)} lang={langOf?.(value)}>
            {nameOf(value)}
          </option>
        ))}
      </select>
    </div>
  );
}
