/** Why everything should be fetched again. */
export type WakeReason = "visible" | "online" | "slept" | "tick";

const TICK = 15_000;
/** Hidden pages get one timer a minute; a longer gap means that the machine slept. */
const SLEPT = 90_000;

/** Calls back whenever notifications may have been missed, and on a slow timer; gives the way to stop. */
export function listenForWaking(onWake: (reason: WakeReason) => void): () => void {
  let last = Date.now();
  const wake = (reason: WakeReason) => {
    const slept = Date.now() - last > SLEPT;
    last = Date.now();
    onWake(slept ? "slept" : reason);
  };
  const onVisible = () => {
    if (document.visibilityState === "visible") wake("visible");
  };
  const onOnline = () => wake("online");
  const timer = setInterval(() => wake("tick"), TICK);
  document.addEventListener("visibilitychange", onVisible);
  addEventListener("pageshow", onVisible);
  addEventListener("online", onOnline);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisible);
    removeEventListener("pageshow", onVisible);
    removeEventListener("online", onOnline);
  };
}
