import { describe, expect, test } from 'vitest';
import { namespace, policy, withObjects } from './two-teams.ts';

const to = (cidr: string, port: number, except?: string[]) =>
  policy('red/out', { policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr, except } }], ports: [{ port }] }] });

describe('what teams reach of machines', () => {
  test('is nothing where everything is closed', () => {
    expect(withObjects().exposures).toEqual([]);
  });

  test.each([
    ['the address itself', '169.254.169.254/32', 80, undefined, 1],
    ['a range around it', '169.254.0.0/16', 80, undefined, 1],
    ['everything', '0.0.0.0/0', 443, undefined, 3],
    ['everything but it', '0.0.0.0/0', 443, ['169.254.0.0/16', '168.63.129.16/32', '100.64.0.0/10'], 0],
    ['a neighbour', '169.254.169.253/32', 80, undefined, 0],
    ['IPv6 addresses of AWS', 'fd00:ec2::/32', 80, undefined, 1],
    ['DNS, which gives no credentials away', '169.254.169.254/32', 53, undefined, 0],
  ])('finds the address of credentials in %s', (_, cidr, port, except, count) => {
    expect(withObjects(to(cidr, port, except)).exposed('red', 'credentials')).toHaveLength(count);
  });

  test('says by which policy', () => {
    expect(withObjects(to('169.254.0.0/16', 80)).exposed('red', 'credentials')).toEqual([
      'pods in red reach 169.254.169.254/32 at TCP 80: out by NetworkPolicy red/out',
    ]);
  });

  test('finds the kubelet behind a range of addresses', () => {
    expect(withObjects(to('10.0.0.0/8', 10250)).exposed('red', 'kubelet')).toHaveLength(1);
    expect(withObjects(to('10.0.0.0/8', 443)).exposed('red', 'kubelet')).toEqual([]);
  });
});

describe('what teams reach of the platform', () => {
  const peers = (name: string) => [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }];

  test('is what both sides allow', () => {
    const matrix = withObjects(
      namespace('monitoring'),
      policy('monitoring/in', { ingress: [{ ports: [{ port: 9090 }, { port: 9093 }] }] }),
      policy('red/out', { policyTypes: ['Egress'], egress: [{ to: peers('monitoring'), ports: [{ port: 9090 }] }] }),
    );
    expect(matrix.exposures).toEqual([
      {
        team: 'red',
        to: 'monitoring',
        path: 'pods in red reach pods in monitoring at TCP 9090: out by NetworkPolicy red/out, in by NetworkPolicy monitoring/in',
      },
    ]);
  });

  test('counts namespaces that every cluster has, though no object mentions them', () => {
    const matrix = withObjects(policy('red/out', { policyTypes: ['Egress'], egress: [{ to: peers('kube-system') }] }));
    expect(matrix.exposed('red', 'kube-system')).toHaveLength(1);
  });
});
