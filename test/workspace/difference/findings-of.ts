import { type Finding, PlatformError } from '../../../spec/finding.ts';

/** What a call refuses with; nothing where it succeeds. */
export async function findingsOf(call: () => Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await call();
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}
