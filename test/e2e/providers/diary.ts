import { appendFileSync, readFileSync } from 'node:fs';

/** What a stand-in did. */
export interface Entry {
  /** `begin` of a deletion, and what was done. */
  readonly did: 'created' | 'updated' | 'deleting' | 'deleted';
  readonly type: string;
  readonly urn: string;
}

/** File that all stand-ins of an environment write what they do to, in the order in which they do it. */
const FILE = 'STAND_IN_DIARY';

/** Notes something that was done. */
export function note(entry: Entry): void {
  const file = process.env[FILE];
  // One short line is written in one piece, also by several processes.
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/** Settings of a process that is to write to this file. */
export function diaryAt(file: string): Record<string, string> {
  return { [FILE]: file };
}

/** All that was noted. */
export function diaryIn(file: string): Entry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
}
