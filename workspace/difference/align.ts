/** Two items that are the same one: position in the old list and in the new one. */
export type Pair = readonly [before: number, after: number];

/** Differences after which the middle of two lists is taken as wholly different, so that time and memory stay bounded. */
const MOST = 1_000;

/**
 * The longest common part of two lists, in order (Myers' algorithm).
 *
 * @returns pairs that rise in both lists; everything outside them was removed or added
 */
export function align(before: readonly string[], after: readonly string[]): Pair[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const middle = walk(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [
    ...Array.from({ length: head }, (_, index): Pair => [index, index]),
    ...middle.map(([a, b]): Pair => [a + head, b + head]),
    ...Array.from({ length: tail }, (_, index): Pair => [before.length - tail + index, after.length - tail + index]),
  ];
}

/** Furthest reach in `before` on each diagonal, after each number of differences. */
function walk(before: readonly string[], after: readonly string[]): Pair[] {
  const most = Math.min(before.length + after.length, MOST);
  const reach = new Int32Array(2 * most + 3);
  const at = (diagonal: number) => reach[most + 1 + diagonal] ?? 0;
  const trace: Int32Array[] = [];
  for (let differences = 0; differences <= most; differences++) {
    trace.push(reach.slice());
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down = diagonal === -differences || (diagonal !== differences && at(diagonal - 1) < at(diagonal + 1));
      let x = down ? at(diagonal + 1) : at(diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reach[most + 1 + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trace, most, before.length, after.length);
    }
  }
  return [];
}

function walkBack(trace: readonly Int32Array[], most: number, x: number, y: number): Pair[] {
  const pairs: Pair[] = [];
  let [a, b] = [x, y];
  for (let differences = trace.length - 1; differences >= 0; differences--) {
    const at = (diagonal: number) => trace[differences]?.[most + 1 + diagonal] ?? 0;
    const diagonal = a - b;
    const down = diagonal === -differences || (diagonal !== differences && at(diagonal - 1) < at(diagonal + 1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const [startA, startB] = differences === 0 ? [0, 0] : [at(from), at(from) - from];
    while (a > startA && b > startB) pairs.push([--a, --b]);
    [a, b] = [startA, startB];
  }
  return pairs.reverse();
}
