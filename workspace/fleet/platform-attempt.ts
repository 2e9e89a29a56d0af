import { type Finding, PlatformError } from '../../spec/finding.ts';

/** What became of the work on one platform of a fleet: a mistake in it does not hide those in the others. */
export interface PlatformAttempt<T> {
  /** What was made. @default - nothing: findings say why */
  readonly value?: T;
  /** What is wrong with it; empty where it was made. */
  readonly findings: readonly Finding[];
}

/** Works on one platform of a fleet. Findings are returned, each said to be that platform's. */
export async function attempted<T>(platform: string, work: () => T | Promise<T>): Promise<PlatformAttempt<T>> {
  try {
    return { value: await work(), findings: [] };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { findings: error.findings.map((finding) => ofPlatform(platform, finding)) };
  }
}

/** Says of which platform a finding is. */
export function ofPlatform(platform: string, finding: Finding): Finding {
  return { ...finding, at: `${platform}: ${finding.at}` };
}
