import { type Finding, PlatformError } from '../../spec/finding.ts';

/** Something about the folder of releases itself. */
export function folderFinding(
  code: `RELEASE_${Uppercase<string>}` | `FOLDER_${Uppercase<string>}` | `FILE_${Uppercase<string>}`,
  file: string,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at: '(releases)', problem, fix, place: { file, line: 1, column: 1 } };
}

/** The same, as what stops the verb. */
export function folderError(...of: Parameters<typeof folderFinding>): PlatformError {
  return new PlatformError([folderFinding(...of)]);
}

/** Throws if one of the findings is an error; gives the others back. */
export function onlyWarnings(findings: readonly Finding[]): readonly Finding[] {
  if (findings.some(({ level }) => level === 'error')) throw new PlatformError(findings);
  return findings;
}
