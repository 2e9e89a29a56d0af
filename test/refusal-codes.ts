import { PlatformError } from '../spec/finding.ts';

/** Codes of the errors that a promise is refused with; none where it is kept. @throws what is no finding */
export async function codesOfRefusal(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return error.findings.filter(({ level }) => level === 'error').map(({ code }) => code);
  }
}
