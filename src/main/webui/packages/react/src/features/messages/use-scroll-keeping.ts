import type { TimelineEntry } from "@rapport/client";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  type Anchor,
  anchorOf,
  distanceToBottom,
  lastSeenSeq,
  scrollToAnchor,
  scrollToTop,
} from "./scroll-measure";

const STICK = 48;
const NEAR_TOP = 400;

type ScrollKeeping = {
  scroller: RefObject<HTMLElement | null>;
  entries: readonly TimelineEntry[];
  /** The person comes near the first row that is loaded. */
  onNearTop: () => void;
  /** The highest `seq` of the other person's messages that is in sight. */
  onSeen: (seq: number) => void;
};

/**
 * Keeps the place of the reader: at the bottom it follows new messages, anywhere else nothing moves, whatever is
 * put above or below.
 */
export function useScrollKeeping({ scroller, entries, onNearTop, onSeen }: ScrollKeeping) {
  const place = useRef<{
    stick: boolean;
    anchor: Anchor | null;
    placed: boolean;
    lastKey: string | undefined;
  }>({
    stick: true,
    anchor: null,
    placed: false,
    lastKey: undefined,
  });
  const [atBottom, setAtBottom] = useState(true);
  const [bottomSeq, setBottomSeq] = useState(0);
  const newest = entries.findLast(({ seq }) => seq > 0)?.seq ?? 0;

  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null || !place.current.placed) return;
    place.current.stick = distanceToBottom(element) <= STICK;
    place.current.anchor = anchorOf(element);
    setAtBottom(place.current.stick);
    if (place.current.stick) setBottomSeq(newest);
    if (element.scrollTop < NEAR_TOP) onNearTop();
    if (document.visibilityState === "visible") onSeen(lastSeenSeq(element));
  }, [scroller, newest, onNearTop, onSeen]);

  const keepPlace = useCallback(() => {
    const element = scroller.current;
    if (element === null || !place.current.placed) return;
    if (place.current.stick) element.scrollTop = element.scrollHeight;
    else if (place.current.anchor !== null) scrollToAnchor(element, place.current.anchor);
  }, [scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const last = entries.at(-1);
    if (element === null || last === undefined) return;
    if (!place.current.placed) {
      place.current.placed = true;
      const divider = element.querySelector("[data-divider]");
      if (divider === null) element.scrollTop = element.scrollHeight;
      else scrollToTop(element, divider);
      place.current.stick = distanceToBottom(element) <= STICK;
    } else {
      const justWritten = last.own && last.seq === 0 && last.key !== place.current.lastKey;
      if (justWritten) place.current.stick = true;
      keepPlace();
    }
    place.current.lastKey = last.key;
    look();
  }, [scroller, entries, keepPlace, look]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(keepPlace);
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    element.addEventListener("scroll", look, { passive: true });
    document.addEventListener("visibilitychange", look);
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [scroller, keepPlace, look]);

  const toBottom = useCallback(() => {
    place.current.stick = true;
    keepPlace();
    look();
  }, [keepPlace, look]);

  const arrived = atBottom ? 0 : entries.filter(({ own, seq }) => !own && seq > bottomSeq).length;
  return { atBottom, arrived, toBottom };
}
