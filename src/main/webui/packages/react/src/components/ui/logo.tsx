/** The sign of Rapport: two voices that overlap. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="logo-ground" width="32" height="32" rx="9" />
      <path
        className="logo-one"
        d="M7 9.5h11a3 3 0 0 1 3 3v4a3 3 0 0 1-3 3h-5.5L8 23v-3.6a3 3 0 0 1-2-2.9v-4a3 3 0 0 1 1-3z"
      />
      <path
        className="logo-two"
        d="M23 13.2a3 3 0 0 1 3 3v3.6a3 3 0 0 1-2 2.8V26l-4-3.2h-4.2a3 3 0 0 1-2.2-1h4.9a4.6 4.6 0 0 0 4.5-4.6z"
      />
    </svg>
  );
}
