import type { MouseEvent, ReactNode } from "react";
import { type Place, usePlaces } from "../../hooks/places";

type PlaceLinkProps = { to: Place; className: string; current?: boolean; children: ReactNode };

/** The way to a conversation, or back to the list: a link where places have addresses, else a button. */
export function PlaceLink({ to, className, current = false, children }: PlaceLinkProps) {
  const { go, hrefOf } = usePlaces();
  const shared = { className: `place ${className}`, "aria-current": current ? ("page" as const) : undefined };
  if (hrefOf === undefined) {
    return (
      <button type="button" {...shared} onClick={() => go(to)}>
        {children}
      </button>
    );
  }
  const follow = (event: MouseEvent) => {
    // A new tab or window is the browser's business.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={hrefOf(to)} {...shared} onClick={follow}>
      {children}
    </a>
  );
}
