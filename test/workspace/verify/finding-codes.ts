import { PlatformError } from '../../../spec/finding.ts';

/** Codes of the findings that something ends with; none where it ends well. */
export async function codesOfAsync(run: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await run();
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ code }) => code);
    throw error;
  }
}
