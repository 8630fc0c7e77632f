const PATHS = {
  send: "M4 12 20 4l-4.5 16-4-6.2L4 12Zm7.5 1.8L20 4",
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 7.5V12l3 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z",
  alert: "M12 8v5m0 3.2v.1M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z",
  lock: "M7.5 11V8a4.5 4.5 0 0 1 9 0v3M6 11h12v9H6z",
  settings:
    "M4 7.5h9m4 0h3M4 16.5h3m4 0h9M15 5.25a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 0 1 0-4.5ZM9 14.25a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 0 1 0-4.5Z",
  exit: "M5 5l14 14M19 5 5 19",
  more: "M6 12h.1M12 12h.1M18 12h.1",
  leave: "M14 4.5H6v15h8M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5",
} as const;

type IconProps = {
  name: keyof typeof PATHS;
  size?: number;
  /** What it says; without it, a text beside it says the same. */
  label?: string | undefined;
};

/** A drawn sign. */
export function Icon({ name, size = 20, label }: IconProps) {
  return (
    <svg
      className={`icon icon-${name}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      focusable="false"
      role={label === undefined ? undefined : "img"}
      aria-label={label}
      aria-hidden={label === undefined}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
