const DAY = 86_400_000;

/** How moments are written in one language. */
export type Format = {
  /** `14:32` */
  readonly clock: (moment: Date) => string;
  /** `Monday 3 March 2025` */
  readonly longDate: (moment: Date) => string;
  /** The full date with the time, for hovering. */
  readonly dateAndTime: (moment: Date) => string;
  /** As short as the distance allows: the time today, the weekday within a week, else the date. */
  readonly recent: (moment: Date, now: Date) => string;
};

/** Formatters are dear to make and are used for every row. */
const made = new Map<string, Format>();

/** The format of a language, by the customs of the browser's own region where that speaks it. */
export function formatOf(language: string): Format {
  const locale = regional(language);
  const known = made.get(locale);
  if (known !== undefined) return known;
  const format = make(locale);
  made.set(locale, format);
  return format;
}

/** The local day of a moment as a number that rises by one a day. */
export function dayNumber(moment: Date): number {
  return Math.round(new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime() / DAY);
}

function regional(language: string): string {
  return navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

function make(locale: string): Format {
  const formatter = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const clock = formatter({ hour: "numeric", minute: "2-digit" });
  const longDate = formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const shortDate = formatter({ day: "numeric", month: "short" });
  const weekday = formatter({ weekday: "short" });
  const dateAndTime = formatter({ dateStyle: "full", timeStyle: "short" });
  return {
    clock: (moment) => clock.format(moment),
    longDate: (moment) => longDate.format(moment),
    dateAndTime: (moment) => dateAndTime.format(moment),
    recent: (moment, now) => {
      const days = dayNumber(now) - dayNumber(moment);
      if (days <= 0) return clock.format(moment);
      return (days < 7 ? weekday : shortDate).format(moment);
    },
  };
}
