import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PlatformError } from '../../spec/finding.ts';
import { RULES } from './rules/index.ts';

/** Name of the file beside the spec in which users say why something stays. */
export const REASONS_FILE = 'score-reasons.yaml';

/** One reason that a user gives. */
export interface GivenReason {
  /** Rule that it answers. */
  readonly rule: string;
  /** The object or path, as the score names it; a `*` stands for any words. */
  readonly at: string;
  /** Why it stays. */
  readonly because: string;
}

const schema = z.array(
  z.strictObject({ rule: z.string(), at: z.string().min(1), because: z.string().min(10, 'say why, in a sentence') }),
);

/**
 * The reasons that stand beside a spec file; none where there is no such file.
 *
 * @throws {PlatformError} `SCORE_REASONS_UNREADABLE` if it is not a list of rule, at and because, or names no rule.
 */
export async function readReasons(spec: string): Promise<readonly GivenReason[]> {
  const file = join(dirname(spec), REASONS_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? [] : parseReasons(text, file);
}

/** Reads the text of such a file. @throws {PlatformError} `SCORE_REASONS_UNREADABLE` */
export function parseReasons(text: string, file: string): readonly GivenReason[] {
  try {
    const reasons = schema.parse(parse(text) ?? []);
    const strange = reasons.find(({ rule }) => !RULES.some(({ id }) => id === rule));
    if (strange !== undefined) throw new Error(`no rule is called ${strange.rule}`);
    return reasons;
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new PlatformError([
      {
        code: 'SCORE_REASONS_UNREADABLE',
        level: 'error',
        at: '(reasons)',
        problem: `${file} cannot be read: ${problem}`,
        fix: 'write a list with rule, at and because, as `plinth score --json` names them',
        place: { file, line: 1, column: 1 },
      },
    ]);
  }
}

/** Whether a reason is about something. */
export function answers({ at, rule }: GivenReason, id: string, named: string): boolean {
  if (rule !== id) return false;
  const words = at.split('*').map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${words.join('.*')}$`).test(named);
}
