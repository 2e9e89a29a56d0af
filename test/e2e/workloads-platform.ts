import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { poolNodes } from '../../rehearsal/nodes/pool-nodes.ts';
import { createSimulatedNodes } from '../../rehearsal/simulated-nodes.ts';
import { type StagedPlatform, stagePlatform } from '../../rehearsal/stage-platform.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput, PlatformSpec } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { samplePlatform } from '../sample.ts';

const MACHINE = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;

/** Two teams that lend to each other on a pool of 32 GPUs, and guests that share devices of another and have no usual queue. */
export function workloadsPlatform(): PlatformInput {
  const quota = { 'train-h100': { guaranteed: 16, borrowable: 16 } };
  return samplePlatform({
    target: { kind: 'baremetal', site: 'lab', distribution: 'clusterApi' },
    pools: [
      { name: 'train-h100', machine: { ...MACHINE, fabric: 'infiniband' }, nodes: { min: 2, max: 4 } },
      {
        name: 'play',
        machine: MACHINE,
        nodes: { min: 1, max: 1 },
        driver: 'operator',
        sharing: { kind: 'timeSlicing', replicas: 2, trust: 'single' },
      },
    ],
    teams: [
      { name: 'vision', groups: ['oidc:vision'], quota },
      { name: 'speech', groups: ['oidc:speech'], quota },
      { name: 'guests', groups: ['oidc:guests'], quota: { play: { guaranteed: 16 } } },
    ],
    training: { frameworks: ['torch', 'ray'], retries: 3 },
    delivery: { kind: 'plain' },
  });
}

/** A platform that stands on a control plane. */
export interface StandingPlatform {
  readonly plane: ControlPlane;
  readonly spec: PlatformSpec;
  readonly facts: TargetFacts;
  readonly staged: StagedPlatform;
  /** Registers one of its nodes anew. */
  addNode(name: string): Promise<void>;
}

/** Brings a platform up with all its nodes. */
export async function standingPlatform(input: PlatformInput): Promise<StandingPlatform> {
  await buildEngines(['core', 'tools', 'batch']);
  const { spec } = parsePlatform(input);
  const facts = targetFacts(spec);
  const tools = await renderTools(spec.target.kubernetes);
  const { lock } = await makeLock(spec, { charts: { kind: 'modules' }, digests: 'skip', tools });
  const plane = await startControlPlane();
  try {
    const silent = () => undefined;
    const staged = await stagePlatform(plane, { spec, facts, lock, speed: 60, autoscaler: 'none', onStep: silent });
    const { standing } = poolNodes(spec, facts, { autoscaler: 'none' });
    const addNode = (name: string) =>
      createSimulatedNodes(
        plane.client,
        standing.filter((node) => node.name === name),
      );
    return { plane, spec, facts, staged, addNode };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}
