import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { rewriteNodePools } from '../../rehearsal/node-pool-rewrite.ts';
import { objectsOf } from '../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../stacks/target-sample.ts';

const SIMULATED = { group: 'karpenter.kwok.sh', kind: 'KWOKNodeClass', name: 'rehearsal' };
const ELSEWHERE = 'buys simulated machines instead of those of EC2NodeClass train';
const CAPACITY_TYPE = 'karpenter.sh/capacity-type';

interface NodePoolSpec {
  readonly disruption: { readonly consolidateAfter: string };
  readonly template: {
    readonly spec: { readonly requirements: readonly { readonly key: string; readonly values: readonly string[] }[] };
  };
}

/** The NodePool that Plinth writes for a pool on AWS. */
function nodePool(capacity: NonNullable<PoolInput['capacity']> = { kind: 'onDemand' }): KubernetesObject {
  const pool: PoolInput = { name: 'train', instance: 'p5.48xlarge', nodes: { min: 0, max: 2 }, capacity };
  const [object] = objectsOf(platformOn(TARGETS.aws, pool), 'NodePool');
  if (object === undefined) throw new Error('no NodePool was rendered');
  return object as KubernetesObject;
}

/** A NodePool that waits before it gives back an idle machine. */
function waiting(consolidateAfter: string): KubernetesObject {
  const spec = nodePool().spec as { readonly disruption: object };
  return { ...nodePool(), spec: { ...spec, disruption: { ...spec.disruption, consolidateAfter } } };
}

function rewritten(object: KubernetesObject, speed?: number) {
  const { objects, rewrites } = rewriteNodePools([object], speed);
  return { spec: objects[0]?.spec as NodePoolSpec, changes: rewrites.map(({ change }) => change) };
}

const capacityTypes = ({ template }: NodePoolSpec) =>
  template.spec.requirements.find(({ key }) => key === CAPACITY_TYPE)?.values;

describe('A NodePool of a rehearsal', () => {
  test('buys of the simulated cloud; nothing else of it is changed', () => {
    const before = nodePool();
    const { objects, rewrites } = rewriteNodePools([before]);
    const spec = before.spec as { readonly template: { readonly spec: object } };
    const template = { ...spec.template, spec: { ...spec.template.spec, nodeClassRef: SIMULATED } };
    expect(objects).toEqual([{ ...before, spec: { ...spec, template } }]);
    expect(rewrites).toEqual([{ object: 'NodePool train', change: ELSEWHERE }]);
  });

  test.each([
    ['reservation', { kind: 'reservation', reservation: 'cr-0123456789abcdef0' }],
    ['capacityBlock', { kind: 'capacityBlock', reservation: 'cr-0123456789abcdef0' }],
  ] as const)('buys on demand what is reserved (%s), and says so', (_, capacity) => {
    const { changes, spec } = rewritten(nodePool(capacity));
    expect(capacityTypes(spec)).toEqual(['on-demand']);
    expect(changes).toEqual([ELSEWHERE, 'buys on demand what the target has reserved']);
  });

  test.each([
    ['on-demand', { kind: 'onDemand' }],
    ['spot', { kind: 'spot' }],
  ] as const)('buys %s where that is what it buys at the place', (type, capacity) => {
    const { changes, spec } = rewritten(nodePool(capacity));
    expect(capacityTypes(spec)).toEqual([type]);
    expect(changes).toEqual([ELSEWHERE]);
  });

  test.each([
    ['10m', 60, '10s'],
    ['24h', 60, '1440s'],
    ['1h30m', 60, '90s'],
    ['45s', 60, '1s'],
    ['10m', 3_600, '1s'],
  ])('waits %s at a speed of %i for %s, and says so', (pause, speed, short) => {
    const { changes, spec } = rewritten(waiting(pause), speed);
    expect(spec.disruption.consolidateAfter).toBe(short);
    expect(changes).toEqual([ELSEWHERE, `waits ${short} instead of ${pause} before it gives back an idle machine`]);
  });

  test.each([
    ['10m', 1],
    ['0s', 1],
    ['0s', 60],
    ['1s', 60],
    ['Never', 60],
  ])('waits %s at a speed of %i as long as it would, and says nothing of it', (pause, speed) => {
    const { changes, spec } = rewritten(waiting(pause), speed);
    expect(spec.disruption.consolidateAfter).toBe(pause);
    expect(changes).toEqual([ELSEWHERE]);
  });

  test('has every difference in the list', () => {
    const { changes } = rewritten(nodePool({ kind: 'capacityBlock', reservation: 'cr-0123456789abcdef0' }), 60);
    expect(changes).toEqual([
      ELSEWHERE,
      'buys on demand what the target has reserved',
      'waits 1440s instead of 24h before it gives back an idle machine',
    ]);
  });
});

describe('What is no NodePool of Karpenter', () => {
  test.each([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    { apiVersion: 'container.example.org/v1', kind: 'NodePool', metadata: { name: 'a' }, spec: { size: 3 } },
  ])('stays as it is: $apiVersion $kind', (object) => {
    expect(rewriteNodePools([object], 60)).toEqual({ objects: [object], rewrites: [] });
  });
});
