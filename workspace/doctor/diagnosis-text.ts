import type { styleText } from 'node:util';
import type { CheckState } from './check.ts';
import type { Diagnosis, ReportedLine } from './examine.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const STATES: Readonly<Record<CheckState, readonly [word: string, style: Parameters<typeof styleText>[0]]>> = {
  ok: ['ok', 'green'],
  warning: ['warning', 'yellow'],
  failed: ['failed', 'red'],
  notAsked: ['not asked', 'dim'],
};

/** One line for each check, and below what is wrong its fix. */
export function diagnosisText({ lines }: Diagnosis, paint: Paint): string {
  const width = Math.max(0, ...lines.map(({ check }) => check.length));
  return lines.map((line) => textOf(line, width, paint)).join('');
}

function textOf({ about, check, finding, said, state }: ReportedLine, width: number, paint: Paint): string {
  const [word, style] = STATES[state];
  const fix = finding === undefined ? '' : `           ${paint('cyan', 'fix:')} ${finding.fix} (${finding.code})\n`;
  return `${paint(style, word.padEnd(9))}  ${check.padEnd(width)}  ${paint('bold', about)}: ${said}\n${fix}`;
}

/** Counts in words: `12 ok, 1 warning, 2 not asked`. */
export function countStates({ lines }: Diagnosis): string {
  return (Object.keys(STATES) as CheckState[])
    .map((state) => [lines.filter((line) => line.state === state).length, STATES[state][0]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
