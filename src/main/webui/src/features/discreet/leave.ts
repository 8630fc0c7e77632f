import { ownEntriesBefore } from "../../hooks/address";

/** Says nothing, and nothing of where one was. */
const NEUTRAL = "/blank.html";
const PATIENCE = 500;

/**
 * Puts an empty page in the place of this one, and in the place of all that this visit left in the history: the way
 * back leads over every address of the app to its first, which becomes the neutral one; a new entry behind it makes the
 * browser drop those ahead; and that entry is replaced by the neutral page.
 */
export async function leaveAtOnce(): Promise<void> {
  // Before anything else: nothing is to be seen, not even until the next page is there.
  document.body.replaceChildren();
  document.title = "";
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.replace(NEUTRAL);
  });
  await backToFirst();
  history.replaceState(null, "", NEUTRAL);
  history.pushState(null, "", NEUTRAL);
  location.replace(NEUTRAL);
}

function backToFirst(): Promise<unknown> {
  const before = ownEntriesBefore();
  if (before === 0) return Promise.resolve();
  const there = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  history.go(-before);
  return Promise.race([there, late]);
}
