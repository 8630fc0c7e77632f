import { useTranslation } from "react-i18next";
import { bytesOf, LONGEST } from "./text-limit";

const COUNT_FROM = LONGEST - 500;

/** How many bytes a text takes, or 0 while there is room enough. */
export function countedBytes(text: string): number {
  // A character takes three bytes at most, so short texts need no counting.
  const bytes = text.length * 3 < COUNT_FROM ? 0 : bytesOf(text);
  return bytes < COUNT_FROM ? 0 : bytes;
}

/** How much room is left, once that is worth knowing. */
export function ByteCount({ bytes }: { bytes: number }) {
  const { t } = useTranslation();
  if (bytes === 0) return null;
  const over = bytes > LONGEST;
  return (
    <span className={over ? "composer-over" : ""} role="status">
      {t(over ? "composer.tooLong" : "composer.left", { count: Math.abs(LONGEST - bytes) })}
    </span>
  );
}
