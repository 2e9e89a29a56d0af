import { describe, expect, test } from 'vitest';
import type { PodSpec, SecurityContext } from '../../../constructs/imports/kubernetes.gen.ts';
import { restrictedFaults } from './restricted-level.ts';

const SAFE: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function pod(securityContext: SecurityContext, change: Partial<PodSpec> = {}): PodSpec {
  return { containers: [{ name: 'main', image: 'registry.example.org/train:1', securityContext }], ...change };
}

describe('the evaluator of these tests', () => {
  test('takes a pod that does all that is asked', () => {
    expect(restrictedFaults(pod(SAFE))).toEqual([]);
  });

  test.each<[string, PodSpec, string]>([
    [
      'a container that says nothing about privileges',
      pod({ ...SAFE, allowPrivilegeEscalation: undefined }),
      'main: allowPrivilegeEscalation',
    ],
    ['capabilities that are kept', pod({ ...SAFE, capabilities: {} }), 'main: capabilities.drop'],
    [
      'a capability that is added',
      pod({ ...SAFE, capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] } }),
      'main: capabilities.add',
    ],
    ['root', pod({ ...SAFE, runAsUser: 0 }), 'main: runAsUser'],
    ['an image that may be root’s', pod({ ...SAFE, runAsNonRoot: undefined }), 'main: runAsNonRoot'],
    ['no seccomp profile', pod({ ...SAFE, seccompProfile: undefined }), 'main: seccompProfile'],
    ['a path of the host', pod(SAFE, { volumes: [{ name: 'host', hostPath: { path: '/' } }] }), 'volume host'],
    ['the network of the host', pod(SAFE, { hostNetwork: true }), 'host namespaces'],
  ])('refuses %s', (_, refused, fault) => {
    expect(restrictedFaults(refused)).toEqual([fault]);
  });
});
