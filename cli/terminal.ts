import { styleText } from 'node:util';
import type { Finding } from '../spec/finding.ts';

/** Exit codes, the same for every verb. */
export const EXIT = {
  /** Done. */
  done: 0,
  /** Findings or differences. */
  found: 1,
  /** Could not run. */
  failed: 2,
  /** Interrupted by Ctrl-C. */
  interrupted: 130,
} as const;

type Style = Parameters<typeof styleText>[0];

/** Colours a text for standard error, unless it is piped or NO_COLOR is set. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr });
}

/** Colours a text for standard output, by the same rules. */
export function paintOutput(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Says something to the person at the terminal; never data. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints data: text as it is, anything else as JSON. */
export function print(data: unknown): void {
  process.stdout.write(typeof data === 'string' ? data : `${JSON.stringify(data, null, 2)}\n`);
}

/** Shows findings one below the other: place, level, code, problem, fix. */
export function showFindings(findings: readonly Finding[]): void {
  for (const { at, code, fix, level, place, problem } of findings) {
    const where = place === undefined ? at : `${place.file}:${place.line}:${place.column}`;
    say(`${paint('bold', where)}  ${paint(level === 'error' ? 'red' : 'yellow', level)}  ${code}`);
    say(`  ${at.startsWith('(') ? '' : `${at}: `}${problem}`);
    say(`  ${paint('cyan', 'fix:')} ${fix}\n`);
  }
}

/** Counts findings in words: `2 errors and 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => {
    const number = findings.filter((finding) => finding.level === level).length;
    return number === 0 ? [] : [`${number} ${level}${number === 1 ? '' : 's'}`];
  };
  return [...count('error'), ...count('warning')].join(' and ') || 'no findings';
}

/** Least time between two lines of progress of one kind where nobody watches. Unit: milliseconds. */
const QUIET_MILLISECONDS = 5_000;

/** Shows how far a longer work is: one line that rewrites itself on a terminal, a line for each step elsewhere. */
export function progress(): { readonly step: (text: string) => void; readonly end: () => void } {
  const live = process.stderr.isTTY === true;
  const clear = () => (live ? process.stderr.write('\r\u001b[2K') : undefined);
  const last = { kind: '', text: '', at: 0 };
  const repeats = (text: string) => {
    const kind = text.slice(0, text.indexOf(':'));
    const again =
      text === last.text || (kind === last.kind && kind !== '' && Date.now() - last.at < QUIET_MILLISECONDS);
    if (!again) Object.assign(last, { kind, text, at: Date.now() });
    return again;
  };
  return {
    step: (text) => {
      clear();
      if (live) process.stderr.write(`… ${text}`);
      else if (!repeats(text)) process.stderr.write(`… ${text}\n`);
    },
    end: clear,
  };
}

/** Time after which a wait is explained. Unit: milliseconds. */
const PATIENCE_MILLISECONDS = 2_000;

/** Says what is being done, once that takes long enough for somebody to wonder. @returns what ends it */
export function patience(what: string): () => void {
  const { end, step } = progress();
  const timer = setTimeout(() => step(what), PATIENCE_MILLISECONDS);
  return () => {
    clearTimeout(timer);
    end();
  };
}
