import { type Comparison, compareReports, type Variant } from '../../rehearsal/report/compare-reports.ts';
import type { Finding } from '../../spec/finding.ts';
import { loadPlatform } from '../platform-file.ts';
import { type RehearseArgs, type Rehearsed, rehearsePlatform } from './rehearse-platform.ts';
import { variantOf } from './variant.ts';
import { type WorkloadsChoice, workloadsOf } from './workloads-of.ts';

/** What to rehearse, and how. */
export interface RehearsalOptions extends Pick<RehearseArgs, 'onStep' | 'signal' | 'timeLimitSeconds'> {
  /** Path of the spec. */
  readonly file: string;
  /** Jobs and faults. */
  readonly workloads: WorkloadsChoice;
  /** Changes to the spec, each rehearsed by itself, such as `pools.train.nodes.max=32`. */
  readonly whatIf: readonly string[];
  /** Told what is doubtful about the platform, before anything starts. */
  readonly onWarnings: (warnings: readonly Finding[]) => void;
  /** Called when all is known and the control plane of the platform as written still runs. @default - it stops at once */
  readonly hold?: (shown: Rehearsal, kubeconfig: string) => Promise<void>;
}

/** What a rehearsal and its variants showed. */
export interface Rehearsal extends Rehearsed {
  /** Variants side by side. @default - none was asked for */
  readonly comparison?: Comparison;
}

/**
 * Rehearses a spec file, and the same with each change that was asked for.
 *
 * Everything that can be wrong with spec, workloads and changes is found before anything starts.
 *
 * @throws {PlatformError} with every finding.
 */
export async function rehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const { file, hold, onStep, onWarnings, signal, timeLimitSeconds, whatIf, workloads } = options;
  const platform = await loadPlatform(file);
  const plan = await workloadsOf(workloads, platform.spec);
  const changed = await Promise.all(
    whatIf.map(async (assignment) => {
      const variant = variantOf(platform, assignment);
      return { assignment, platform: variant, plan: await workloadsOf(workloads, variant.spec) };
    }),
  );
  onWarnings(platform.findings);
  const common = { file, timeLimitSeconds, signal };
  const variants: Variant[] = [];
  for (const { assignment, ...variant } of changed) {
    const onVariantStep = (step: string) => onStep(`${assignment}: ${step}`);
    const { report } = await rehearsePlatform({ ...common, ...variant, onStep: onVariantStep });
    variants.push({ assignment, report });
  }
  const complete = (shown: Rehearsed): Rehearsal =>
    variants.length === 0 ? shown : { ...shown, comparison: compareReports(shown.report, variants) };
  const afterwards: RehearseArgs['afterwards'] = hold && ((plane, shown) => hold(complete(shown), plane.kubeconfig));
  return complete(await rehearsePlatform({ ...common, platform, plan, onStep, afterwards }));
}
