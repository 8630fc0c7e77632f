import type { TimelineEntry } from "@rapport/client";
import {
  type RefObject,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import {
  type Anchor,
  anchorOf,
  distanceToBottom,
  lastSeenSeq,
  scrollToAnchor,
  scrollToTop,
} from "./scroll-measure";

const STICK = 48;
const NEAR = 400;

type ScrollKeeping = {
  scroller: RefObject<HTMLElement | null>;
  /** All that is loaded. */
  entries: readonly TimelineEntry[];
  /** What is drawn of it. */
  shown: readonly TimelineEntry[];
  /** Newer ones are loaded, but not drawn. */
  hasNewer: boolean;
  /** The person comes near the first row that is drawn, or near the last one while there are newer. */
  onNearTop: () => void;
  onNearBottom: () => void;
  /** The person left the bottom. */
  onAway: () => void;
  /** The newest rows are to be drawn. */
  onNewest: () => void;
  /** The highest `seq` of the other person's messages that is in sight. */
  onSeen: (seq: number) => void;
};

/**
 * Keeps the place of the reader: at the bottom it follows new messages, anywhere else nothing moves, whatever is
 * put above or below.
 */
export function useScrollKeeping(options: ScrollKeeping) {
  const { scroller, entries, shown, hasNewer, onNearTop, onNearBottom, onAway, onNewest, onSeen } = options;
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
    const distance = distanceToBottom(element);
    place.current.stick = distance <= STICK && !hasNewer;
    place.current.anchor = anchorOf(element);
    setAtBottom(place.current.stick);
    if (place.current.stick) setBottomSeq(newest);
    else onAway();
    if (element.scrollTop < NEAR) onNearTop();
    else if (hasNewer && distance < NEAR) onNearBottom();
    if (document.visibilityState === "visible") onSeen(lastSeenSeq(element));
  }, [scroller, newest, hasNewer, onNearTop, onNearBottom, onAway, onSeen]);

  const keepPlace = useCallback(() => {
    const element = scroller.current;
    if (element === null || !place.current.placed) return;
    if (place.current.stick) element.scrollTop = element.scrollHeight;
    else if (place.current.anchor !== null) scrollToAnchor(element, place.current.anchor);
  }, [scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is kept whenever other rows are drawn.
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
      if (justWritten) {
        place.current.stick = true;
        onNewest();
      }
      keepPlace();
    }
    place.current.lastKey = last.key;
    // The newest are about to be drawn: what is in sight now is not where the reader will be.
    if (!(place.current.stick && hasNewer)) look();
  }, [scroller, entries, shown, hasNewer, keepPlace, look, onNewest]);

  // Always the newest: a scroll event may come between a drawing and its effects.
  const scrolled = useEffectEvent(look);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onLook = () => scrolled();
    const observer = new ResizeObserver(keepPlace);
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    element.addEventListener("scroll", onLook, { passive: true });
    document.addEventListener("visibilitychange", onLook);
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onLook);
      document.removeEventListener("visibilitychange", onLook);
    };
  }, [scroller, keepPlace]);

  const toBottom = useCallback(() => {
    place.current.stick = true;
    onNewest();
    keepPlace();
    if (!hasNewer) look();
  }, [keepPlace, look, onNewest, hasNewer]);

  const arrived = atBottom ? 0 : entries.filter(({ own, seq }) => !own && seq > bottomSeq).length;
  return { atBottom, arrived, toBottom };
}
