import { readFile } from 'node:fs/promises';
import type { ZodType } from 'zod';
import { PlatformError } from '../../spec/finding.ts';

/** What a file should hold, and what is said where it does not. */
export interface JsonForm<T> {
  /** What fits. */
  readonly form: ZodType<T>;
  /** Code of the finding. */
  readonly code: Uppercase<string>;
  /** How it is put right. */
  readonly fix: string;
}

/**
 * Reads a JSON file of a form.
 *
 * @throws {PlatformError} `FILE_UNREADABLE`, and the form's code where it does not fit.
 */
export async function readJson<T>(file: string, { code, fix, form }: JsonForm<T>): Promise<T> {
  const refused = (of: Uppercase<string>, problem: string) =>
    new PlatformError([
      { ...{ code: of, problem, fix, level: 'error', at: '(file)' }, place: { file, line: 1, column: 1 } },
    ]);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refused('FILE_UNREADABLE', `it cannot be read (${error.code ?? 'unknown reason'})`);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw refused(code, `it is no JSON: ${(error as Error).message}`);
  }
  const result = form.safeParse(content);
  if (result.success) return result.data;
  const { message, path } = result.error.issues[0] ?? { message: 'it is something else', path: [] };
  throw refused(code, `at ${path.join('.') || 'the top'}: ${message}`);
}
