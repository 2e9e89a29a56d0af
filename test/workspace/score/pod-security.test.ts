import { describe, expect, it } from 'vitest';
import { POD_SECURITY_CHECKS, type Pod, podSecurity } from '../../../workspace/score/pod-security/index.ts';

const GOOD: Pod = {
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      { name: 'main', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
    ],
  },
};

/** The good pod with fields of its first container's security context changed. */
function withContext(change: object): Pod {
  const [first] = GOOD.spec.containers ?? [];
  const securityContext = { ...first?.securityContext, ...change };
  return { spec: { ...GOOD.spec, containers: [{ ...first, securityContext }] } };
}

function checksOf(pod: Pod, level: 'baseline' | 'restricted', version = 'latest'): string[] {
  return podSecurity(pod, { level, version }).map(({ check }) => check);
}

/** One pod for each check, that fails it and no other of its level. */
const BAD: Readonly<Record<string, Pod>> = {
  appArmorProfile: withContext({ appArmorProfile: { type: 'Unconfined' } }),
  capabilities_baseline: withContext({ capabilities: { drop: ['ALL'], add: ['NET_RAW'] } }),
  hostNamespaces: { spec: { ...GOOD.spec, hostPID: true } },
  hostPathVolumes: { spec: { ...GOOD.spec, volumes: [{ name: 'root', hostPath: { path: '/' } }] } },
  hostPorts: { spec: { ...GOOD.spec, containers: [{ ports: [{ hostPort: 80 }] }] } },
  hostProbesAndHostLifecycle: {
    spec: { ...GOOD.spec, containers: [{ livenessProbe: { httpGet: { host: '10.0.0.1' } } }] },
  },
  privileged: withContext({ privileged: true }),
  procMount: withContext({ procMount: 'Unmasked' }),
  seLinuxOptions: withContext({ seLinuxOptions: { user: 'root_u' } }),
  seccompProfile_baseline: withContext({ seccompProfile: { type: 'Unconfined' } }),
  sysctls: {
    spec: { ...GOOD.spec, securityContext: { ...GOOD.spec.securityContext, sysctls: [{ name: 'kernel.msgmax' }] } },
  },
  windowsHostProcess: withContext({ windowsOptions: { hostProcess: true } }),
  allowPrivilegeEscalation: withContext({ allowPrivilegeEscalation: true }),
  capabilities_restricted: withContext({ capabilities: {} }),
  procMount_restricted: withContext({ procMount: 'Unmasked' }),
  restrictedVolumes: { spec: { ...GOOD.spec, volumes: [{ name: 'share', nfs: { server: 'x' } }] } },
  runAsNonRoot: withContext({ runAsNonRoot: false }),
  runAsUser: withContext({ runAsUser: 0 }),
  seccompProfile_restricted: { spec: { ...GOOD.spec, securityContext: { runAsNonRoot: true } } },
};

describe('the Pod Security Standards', () => {
  it('let a pod pass that does everything right', () => {
    for (const version of ['v1.0', '1.25', 'v1.36', 'latest'])
      expect(checksOf(GOOD, 'restricted', version)).toEqual([]);
  });

  it.each(POD_SECURITY_CHECKS)('name what fails $id', ({ id, level }) => {
    const pod = BAD[id];
    expect(pod === undefined ? 'no case' : checksOf(pod, level)).toContain(id);
  });

  it('say nothing of the privileged level', () => {
    expect(podSecurity(withContext({ privileged: true }), { level: 'privileged', version: 'latest' })).toEqual([]);
  });

  it('ask of restricted pods what they ask of all, once', () => {
    expect(checksOf(withContext({ privileged: true }), 'restricted')).toEqual(['privileged']);
    expect(checksOf(BAD['hostPathVolumes'] ?? GOOD, 'restricted')).toEqual(['restrictedVolumes']);
  });

  it('differ by minor: what may be set, who is asked, and whose users are the machine’s', () => {
    const tuned = { spec: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem' }] } } };
    expect([checksOf(tuned, 'baseline', 'v1.31'), checksOf(tuned, 'baseline', 'v1.32')]).toEqual([['sysctls'], []]);
    const windows: Pod = {
      spec: { os: { name: 'windows' }, securityContext: { runAsNonRoot: true }, containers: [{}] },
    };
    expect(checksOf(windows, 'restricted', 'v1.24').length).toBeGreaterThan(0);
    expect(checksOf(windows, 'restricted', 'v1.25')).toEqual([]);
    const own: Pod = { spec: { ...withContext({ runAsNonRoot: false }).spec, hostUsers: false } };
    expect([checksOf(own, 'restricted', 'v1.34'), checksOf(own, 'restricted', 'v1.35')]).toEqual([
      ['runAsNonRoot'],
      [],
    ]);
  });

  it('name the field and what stands in it', () => {
    expect(podSecurity(withContext({ runAsUser: 0 }), { level: 'restricted', version: 'v1.36' })).toEqual([
      { check: 'runAsUser', field: 'spec.containers[0].securityContext.runAsUser', problem: '0 is root' },
    ]);
  });

  it('are not asked of a version that is none', () => {
    expect(() => checksOf(GOOD, 'baseline', '2')).toThrow('bug: "2" is no minor');
  });
});
