import type { KubernetesObject, Lock } from '../constructs/core/index.ts';
import { type RenderedPlatform, renderPlatform } from '../constructs/render.ts';
import { PlatformError } from '../spec/finding.ts';
import { type ParsedPlatform, parsePlatform } from '../spec/parse-platform.ts';
import type { PlatformInput } from '../spec/platform.ts';
import { targetFacts } from '../stacks/facts.ts';

/** The smallest platform with two teams: one pool of two 8-GPU machines on a cluster that is already there. */
export function samplePlatform(change: Partial<PlatformInput> = {}): PlatformInput {
  return {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'Platform',
    metadata: { name: 'lab', environment: 'dev' },
    target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' },
    pools: [
      {
        name: 'train-h100',
        machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti', fabric: 'infiniband' },
        nodes: { min: 2, max: 2 },
      },
    ],
    teams: [
      { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 8, borrowable: 8 } } },
      { name: 'speech', groups: ['oidc:speech'], quota: { 'train-h100': { guaranteed: 8, borrowable: 8 } } },
    ],
    delivery: { kind: 'argocd', repository: 'https://git.example.org/lab.git', path: 'clusters/lab' },
    ...change,
  };
}

/** Renders a platform from what a user would write. */
export function rendered(input: PlatformInput, lock?: Lock): RenderedPlatform {
  const { spec } = parsePlatform(input);
  return renderPlatform({ spec, facts: targetFacts(spec), lock });
}

/** The objects of one kind, as they are written. */
export function objectsOf(input: PlatformInput, kind: string): KubernetesObject[] {
  return rendered(input)
    .manifests.map(({ object }) => object)
    .filter((object) => object.kind === kind);
}

/** The object of a kind with a name; fails the test where there is none. */
export function objectOf(input: PlatformInput, kind: string, name: string, namespace?: string): KubernetesObject {
  const found = objectsOf(input, kind).find(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
  if (found === undefined) throw new Error(`no ${kind} ${namespace ?? ''}/${name} was rendered`);
  return found;
}

/** Codes of everything found about a platform, errors and warnings. */
export function codesOf(input: unknown): string[] {
  return outcome(input).map(({ code }) => code);
}

function outcome(input: unknown): ParsedPlatform['findings'] {
  try {
    return parsePlatform(input).findings;
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}
