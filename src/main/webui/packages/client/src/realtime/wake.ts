/** Why everything should be fetched again; after `slept` the socket may be dead without having been told. */
export type WakeReason = "visible" | "online" | "slept" | "tick";

const TICK = 15_000;
/** Hidden pages get one timer a minute; a longer gap means that the machine slept. */
const SLEPT = 90_000;
/** Behind a locked screen a phone may drop connections; a short look at another tab needs no new socket. */
const HIDDEN_LONG = 30_000;

/** Calls back whenever notifications may have been missed, and on a slow timer; gives the way to stop. */
export function listenForWaking(onWake: (reason: WakeReason) => void): () => void {
  let last = Date.now();
  let hiddenSince = document.visibilityState === "hidden" ? Date.now() : null;
  const wake = (reason: WakeReason) => {
    const slept = Date.now() - last > SLEPT;
    last = Date.now();
    onWake(slept ? "slept" : reason);
  };
  const onVisibility = () => {
    if (document.visibilityState === "hidden") {
      hiddenSince = Date.now();
      return;
    }
    const hiddenLong = hiddenSince !== null && Date.now() - hiddenSince > HIDDEN_LONG;
    hiddenSince = null;
    wake(hiddenLong ? "slept" : "visible");
  };
  const onShow = () => {
    if (document.visibilityState === "visible") wake("visible");
  };
  const onOnline = () => wake("online");
  const timer = setInterval(() => wake("tick"), TICK);
  document.addEventListener("visibilitychange", onVisibility);
  addEventListener("pageshow", onShow);
  addEventListener("online", onOnline);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisibility);
    removeEventListener("pageshow", onShow);
    removeEventListener("online", onOnline);
  };
}

/**
 * Tells when the browser stops the page without ending it (the back-forward cache, a frozen tab) and when it goes on;
 * gives the way to stop listening.
 */
export function listenForStandstill(onStop: () => void, onGoOn: () => void): () => void {
  addEventListener("pagehide", onStop);
  addEventListener("pageshow", onGoOn);
  document.addEventListener("freeze", onStop);
  document.addEventListener("resume", onGoOn);
  return () => {
    removeEventListener("pagehide", onStop);
    removeEventListener("pageshow", onGoOn);
    document.removeEventListener("freeze", onStop);
    document.removeEventListener("resume", onGoOn);
  };
}
