/** A number and what it counts: `1 team`, `3,620 teams`. */
export function inWords(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
