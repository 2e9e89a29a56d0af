import { Testing } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { PlatformNamespace, type PlatformNamespaceProps, podSecurityLabels } from '../../../constructs/core/index.ts';

function synth(change: Partial<PlatformNamespaceProps> = {}) {
  const chart = Testing.chart();
  new PlatformNamespace(chart, 'namespace', { name: 'kueue-system', kubernetes: '1.36', ...change });
  return Testing.synth(chart);
}

describe('podSecurityLabels', () => {
  test('enforce the level, and warn about and audit what is not restricted, all as of the cluster’s minor', () => {
    expect(podSecurityLabels('baseline', '1.35')).toEqual({
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/enforce-version': 'v1.35',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/audit-version': 'v1.35',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/warn-version': 'v1.35',
    });
  });
});

describe('PlatformNamespace', () => {
  test('is restricted unless told otherwise', () => {
    const [namespace] = synth();
    expect(namespace.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
    expect(namespace.metadata.annotations).toBeUndefined();
  });

  test('says why where it is wider', () => {
    const [namespace] = synth({ level: 'privileged', because: 'loads a kernel module' });
    expect(namespace.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
    expect(namespace.metadata.annotations).toEqual({ 'plinth.dev/pod-security-reason': 'loads a kernel module' });
  });

  test('refuses to be wider without a reason', () => {
    expect(() => synth({ level: 'baseline' })).toThrow('bug: namespace kueue-system is baseline without a reason');
  });

  test('lets in what calls webhooks at the ports of their pods, and nothing at 443, which teams may send to', () => {
    const policies = synth().filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
      ['default-deny', { podSelector: {}, policyTypes: ['Ingress'] }],
      [
        'allow-webhooks',
        {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [{ ports: [8443, 9443, 10250].map((port) => ({ protocol: 'TCP', port })) }],
        },
      ],
    ]);
  });
});
