/** Units of a schedule, from the longest: how many of them one of the next holds, and where each stands. */
const HOUR = 3_600;
const DAY = 86_400;
const MINUTE = 60;
/** Minute past the hour at which what runs by hours and days begins: not at the full one, when all others begin. */
const PAST = 7;

/**
 * Schedule of Harbor (seconds first) that runs about this often. Schedules know divisors of an hour and of a day and whole
 * days only: anything between becomes the next more frequent one, and nothing runs more often than each five minutes.
 *
 * @param seconds - how often
 */
export function cronOf(seconds: number): string {
  if (seconds >= DAY) {
    const days = Math.min(Math.floor(seconds / DAY), 28);
    return days === 1 ? `0 ${PAST} 3 * * *` : `0 ${PAST} 3 */${days} * *`;
  }
  if (seconds >= HOUR) {
    const hours = divisorUpTo(24, Math.floor(seconds / HOUR));
    return hours === 1 ? `0 ${PAST} * * * *` : `0 ${PAST} */${hours} * * *`;
  }
  return `0 */${Math.max(5, divisorUpTo(60, Math.floor(seconds / MINUTE)))} * * * *`;
}

function divisorUpTo(whole: number, most: number): number {
  for (let each = Math.max(most, 1); each > 1; each -= 1) if (whole % each === 0) return each;
  return 1;
}
