import { type Finding, PlatformError } from '../spec/finding.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { lockFindings } from './lock/lock-findings.ts';
import { lockFolderOf, readLock } from './lock/lock-folder.ts';
import { loadPlatform } from './platform-file.ts';
import { renderFolder } from './rendered-folder.ts';

/** What is known about a spec file after every check. */
export interface Examination {
  /** The platform. @default - it has errors */
  readonly spec?: PlatformSpec;
  /** Errors and warnings, of the spec, its overrides and its lock. */
  readonly findings: readonly Finding[];
}

/** Checks a spec file as `synth` would, without writing, and reports instead of throwing. */
export async function examinePlatform(file: string): Promise<Examination> {
  try {
    const { findings, spec } = await loadPlatform(file);
    const lock = await readLock(lockFolderOf(file));
    const { platform } = renderFolder(spec, lock);
    const all = [...findings, ...lockFindings(spec, platform.addOns, lock)];
    // A missing lock stops `synth`, not the writing of a spec.
    return {
      spec,
      findings: all.map((finding) =>
        finding.code.startsWith('LOCK_') ? { ...finding, level: 'warning' as const } : finding,
      ),
    };
  } catch (error) {
    if (error instanceof PlatformError) return { findings: error.findings };
    throw error;
  }
}
