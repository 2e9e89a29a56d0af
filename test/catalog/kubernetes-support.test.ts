import { describe, expect, test } from 'vitest';
import {
  type Component,
  compareVersions,
  components,
  componentsWithout,
  DEFAULT_KUBERNETES_MINOR,
  isBelowFloor,
  kubernetesMinors,
  kubernetesSupport,
  semanticVersion,
  TESTED_KUBERNETES_MINOR,
} from '../../catalog/index.ts';

const { kueue, jobset, katib } = components;
const listing: Component = { ...kueue, kubernetes: ['1.9', '1.36'], tested: undefined };

describe('kubernetesSupport', () => {
  test.each([
    ['a minor inside the range', '1.20', 'listed'],
    ['the oldest minor', '1.9', 'listed'],
    ['the newest minor', '1.36', 'listed'],
    ['a minor that is older though it sorts later as text', '1.8', 'notListed'],
    ['a minor that is newer', '1.37', 'notListed'],
  ] as const)('says of %s (%s) that it is %s', (_, minor, support) => {
    expect(kubernetesSupport(listing, minor)).toBe(support);
  });

  test('counts a component that upstream lists nothing for as tested, on the minor that CI runs and on no other', () => {
    expect(kubernetesSupport(jobset, '1.36')).toBe('tested');
    expect(kubernetesSupport(jobset, '1.35')).toBe('notListed');
  });

  test('says notListed of a component that is neither listed nor tested', () => {
    expect(kubernetesSupport(katib, '1.36')).toBe('notListed');
  });
});

describe('componentsWithout', () => {
  test('names the installable components that a minor lacks', () => {
    const missing = componentsWithout('1.37', Object.values(components)).map(({ name }) => name);
    expect(missing).toContain('cert-manager');
    expect(missing).toContain('kueue');
    expect(missing).not.toContain('vllm');
  });

  test('names on the default minor only those whose upstream says nothing of it', () => {
    const missing = componentsWithout(DEFAULT_KUBERNETES_MINOR, Object.values(components)).map(({ name }) => name);
    expect(missing).toEqual([
      'nvidia-dra-driver',
      'aws-neuron',
      'node-feature-discovery',
      'nvidia-network-operator',
      'aws-efa-device-plugin',
      'kata-deploy',
      'cloudnative-pg',
      'katib',
      'argo-cd',
      'flux',
      'external-dns',
      'external-secrets',
      'dex',
      'harbor',
      'kserve-crd',
      'kserve',
      'kserve-llmisvc-crd',
      'kserve-llmisvc',
      'envoy-ai-gateway-crd',
      'envoy-ai-gateway',
      'keda',
      'grafana',
      'opencost',
      'loki',
      'tempo',
      'node-readiness-controller',
    ]);
  });
});

describe('The Kubernetes that users get', () => {
  test('is a minor that the platform allows and that CI runs', () => {
    expect(Object.keys(kubernetesMinors)).toContain(DEFAULT_KUBERNETES_MINOR);
    expect(TESTED_KUBERNETES_MINOR).toBe(DEFAULT_KUBERNETES_MINOR);
    expect(kubernetesSupport(components.kubernetes, DEFAULT_KUBERNETES_MINOR)).toBe('listed');
  });

  test('may be each minor of the range of the component, with what it lacks', () => {
    const [oldest, newest] = components.kubernetes.kubernetes;
    const minors = Object.keys(kubernetesMinors);
    expect([minors[0], minors.at(-1)]).toEqual([oldest, newest]);
    expect(Object.values(kubernetesMinors).every(({ lacks }) => lacks.length > 0)).toBe(true);
  });
});

describe('compareVersions', () => {
  test.each([
    ['1.17.7', '1.17.8', -1],
    ['v26.7.0', '26.7.0', 0],
    ['1.10.0', '1.9.0', 1],
    ['26.7.0-rc.2', '26.7.0', -1],
    ['1.36', '1.36.0', 0],
    ['20260817.0', '20260928.0', -1],
  ])('orders %s and %s as %d', (first, second, order) => {
    expect(Math.sign(compareVersions(first, second))).toBe(order);
  });

  test('refuses what has no number in it', () => {
    expect(() => semanticVersion('managed')).toThrow('bug: "managed" is no version');
  });
});

describe('isBelowFloor', () => {
  const toolkit = components['nvidia-container-toolkit'];

  test.each([
    ['1.17.7', true],
    ['1.19.0', true],
    ['1.19.1', false],
    ['1.20.0', false],
  ])('judges container toolkit %s as %s', (version, below) => {
    expect(isBelowFloor(toolkit, version)).toBe(below);
  });

  test('judges a component without a floor and a version that the cloud chooses as safe', () => {
    expect(isBelowFloor(kueue, '0.0.1')).toBe(false);
    expect(isBelowFloor(toolkit, 'managed')).toBe(false);
  });
});
