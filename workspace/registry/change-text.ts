import type { Change } from './change.ts';

/** How the lines are coloured. */
export type Paint = (style: 'green' | 'yellow' | 'red', text: string) => string;

const SIGNS = { create: ['+', 'green'], update: ['~', 'yellow'], remove: ['-', 'red'] } as const;

/** One change as a line: what is done, to what, and what differs. */
export function changeText({ action, fields, kind, name }: Omit<Change, 'apply'>, paint: Paint): string {
  const [sign, colour] = SIGNS[action];
  const what = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  return `${paint(colour, sign)} ${kind} ${name}${what}`;
}

/** Changes counted in words: `3 to create, 1 to remove`. */
export function countChanges(changes: readonly Omit<Change, 'apply'>[], planned: boolean): string {
  const words = planned
    ? { create: 'to create', update: 'to change', remove: 'to remove' }
    : { create: 'created', update: 'changed', remove: 'removed' };
  const counted = Object.entries(words).flatMap(([action, word]) => {
    const number = changes.filter((change) => change.action === action).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  return counted.join(', ') || 'no change';
}
