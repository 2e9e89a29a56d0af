import { type Finding, PlatformError } from '../spec/finding.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { buildFromFile } from './built-platform.ts';

/** What is known about a spec file after every check. */
export interface Examination {
  /** The platform. @default - it has errors */
  readonly spec?: PlatformSpec;
  /** Errors and warnings, of the spec, its overrides and its lock. */
  readonly findings: readonly Finding[];
}

/** Checks a spec file as `synth` would, without rendering it, and reports instead of throwing. */
export async function examinePlatform(file: string): Promise<Examination> {
  try {
    const { findings, lockFindings, spec } = await buildFromFile(file);
    // A missing lock stops `synth`, not the writing of a spec.
    return { spec, findings: [...findings, ...lockFindings.map((each) => ({ ...each, level: 'warning' as const }))] };
  } catch (error) {
    if (error instanceof PlatformError) return { findings: error.findings };
    throw error;
  }
}
