import { describe, expect, test } from 'vitest';
import { installPhases } from '../../rehearsal/install-phases.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { rewriteNodePools } from '../../rehearsal/node-pool-rewrite.ts';
import { kwokInstanceTypes } from '../../rehearsal/node-shape.ts';
import { durationMilliseconds } from '../../rehearsal/simulated-duration.ts';
import { nodeObject } from '../../rehearsal/simulated-nodes.ts';
import { STAGES } from '../../rehearsal/simulated-stages.ts';

describe('A simulated duration', () => {
  test.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['250ms', 250],
    ['soon', 1_000],
    [undefined, 1_000],
  ])('of %s lasts %i milliseconds', (text, expected) => {
    expect(durationMilliseconds(text)).toBe(expected);
  });
});

const NOW = new Date('2026-11-21T10:00:00.123Z');

describe('A simulated node', () => {
  test('offers what it is given, and as many pods as a kubelet', () => {
    const node = nodeObject({ name: 'n', capacity: { cpu: '8', 'nvidia.com/gpu': '8' } }, NOW);
    expect(node.status.allocatable).toEqual({ pods: '110', cpu: '8', 'nvidia.com/gpu': '8' });
    expect(node.metadata.annotations).toEqual({ 'kwok.x-k8s.io/node': 'fake' });
  });

  test('can keep some of its capacity for itself', () => {
    const node = nodeObject({ name: 'n', capacity: { cpu: '8' }, allocatable: { cpu: '7' } }, NOW);
    expect(node.status).toMatchObject({ capacity: { pods: '110', cpu: '8' }, allocatable: { pods: '110', cpu: '7' } });
  });

  test('is ready from its first moment', () => {
    expect(nodeObject({ name: 'n', capacity: {} }, NOW).status.conditions).toEqual([
      expect.objectContaining({ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-11-21T10:00:00Z' }),
    ]);
  });
});

describe('The stages of the simulated kubelet', () => {
  test('end only pods that are not restarted for ever', () => {
    const ending = STAGES.filter(({ metadata }) => ['pod-succeeded', 'pod-failed'].includes(metadata.name));
    expect(ending).toHaveLength(2);
    for (const { spec } of ending) {
      expect(spec.selector.matchExpressions).toContainEqual({
        key: '.spec.restartPolicy',
        operator: 'In',
        values: ['Never', 'OnFailure'],
      });
    }
  });
});

describe('A pod that is told to go', () => {
  const going = STAGES.filter(({ spec }) =>
    spec.selector.matchExpressions.some(
      (when) => when.key === '.metadata.deletionTimestamp' && when.operator === 'Exists',
    ),
  );

  test('while it runs, first says how its containers ended, as controllers with a failure policy wait for', () => {
    const [running] = going.filter(({ metadata }) => metadata.name === 'pod-terminated');
    expect(running?.spec.selector.matchExpressions).toContainEqual({
      key: '.status.phase',
      operator: 'In',
      values: ['Running'],
    });
    expect(running?.spec.next).toEqual({ statusTemplate: expect.stringContaining('phase: Failed') });
  });

  test('otherwise goes at once', () => {
    const [gone] = going.filter(({ spec }) => 'delete' in spec.next);
    expect(gone?.spec.selector.matchExpressions).toContainEqual({
      key: '.status.phase',
      operator: 'NotIn',
      values: ['Running'],
    });
  });
});

describe('What Karpenter can buy', () => {
  test('is one offering for every zone and way to pay', () => {
    const [type] = JSON.parse(
      kwokInstanceTypes([
        {
          name: 'g',
          zones: ['a', 'b'],
          usdPerHour: 4,
          spotUsdPerHour: 1,
          capacity: { cpu: '8' },
          labels: { family: 'g' },
        },
      ]),
    );
    expect(type).toMatchObject({ name: 'g', architecture: 'amd64', resources: { cpu: '8' } });
    expect(type.offerings.map(({ Price }: { Price: number }) => Price)).toEqual([4, 1, 4, 1]);
    expect(type.offerings[0].Requirements).toContainEqual({ key: 'family', operator: 'In', values: ['g'] });
  });

  test('is simulated, whatever cloud a NodePool names', () => {
    const nodeClassRef = { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpu' };
    const spec = { limits: { cpu: '10' }, template: { spec: { nodeClassRef, requirements: [] } } };
    const pool = { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: { name: 'p' }, spec };
    const { objects, rewrites } = rewriteNodePools([pool]);
    expect(objects[0]?.spec).toEqual({
      limits: { cpu: '10' },
      template: {
        spec: {
          nodeClassRef: { group: 'karpenter.kwok.sh', kind: 'KWOKNodeClass', name: 'rehearsal' },
          requirements: [],
        },
      },
    });
    expect(rewrites[0]?.change).toContain('EC2NodeClass gpu');
  });
});

describe('The phases of an installation', () => {
  test('put what others need first, and the registration of webhooks behind those who answer them', () => {
    const object = (apiVersion: string, kind: string, spec: object = {}) => ({
      apiVersion,
      kind,
      metadata: { name: kind.toLowerCase() },
      spec,
    });
    const phases = installPhases([
      object('example.org/v1', 'Thing'),
      object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'),
      object('apps/v1', 'Deployment'),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { group: 'example.org' }),
      object('v1', 'Namespace'),
    ]);
    const kinds = Object.entries(phases).map(([phase, of]: [string, KubernetesObject[]]) => [
      phase,
      of.map(({ kind }) => kind),
    ]);
    expect(kinds).toEqual([
      ['namespaces', ['Namespace']],
      ['definitions', ['CustomResourceDefinition']],
      ['foundation', ['Deployment']],
      ['webhooks', ['ValidatingWebhookConfiguration']],
      ['resources', ['Thing']],
    ]);
  });
});
