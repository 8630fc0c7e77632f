const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const longDate = new Intl.DateTimeFormat("en", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const shortDate = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const weekday = new Intl.DateTimeFormat("en", { weekday: "short" });
const dateAndTime = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "short" });

const DAY = 86_400_000;

/** The local day of a moment as a number that rises by one a day. */
export function dayNumber(moment: Date): number {
  return Math.round(new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime() / DAY);
}

/** `14:32` */
export function formatClock(moment: Date): string {
  return clock.format(moment);
}

/** `Monday, 3 March 2025` */
export function formatLongDate(moment: Date): string {
  return longDate.format(moment);
}

/** The full date with the time, for hovering. */
export function formatDateAndTime(moment: Date): string {
  return dateAndTime.format(moment);
}

/** As short as the distance allows: the time today, the weekday within a week, else the date. */
export function formatRecent(moment: Date, now: Date): string {
  const days = dayNumber(now) - dayNumber(moment);
  if (days <= 0) return clock.format(moment);
  return days < 7 ? weekday.format(moment) : shortDate.format(moment);
}
