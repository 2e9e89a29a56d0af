import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT, messageOf } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { samplePlatform } from '../sample.ts';
import { dryRun, refusal, startTenancy, type TenancyPlane } from './tenancy-plane.ts';
import { container, LOCKS_MEMORY, pod, REFUSED_EVERYWHERE, TAKEN_EVERYWHERE } from './tenancy-pods.ts';

const quota = { 'train-h100': { guaranteed: 4, borrowable: 4 } };
const PLATFORM = samplePlatform({
  teams: [
    { name: 'vision', groups: ['oidc:vision'], viewers: ['oidc:audit'], quota, fabric: 'allowed' },
    { name: 'speech', groups: ['oidc:speech'], quota },
    { name: 'lab', groups: ['oidc:lab', 'oidc:speech'], quota: {}, sandbox: 'gvisor' },
  ],
});
const NAMESPACES = ['vision', 'vision-fabric', 'speech', 'lab'];

describe('tenancy on a real API server', () => {
  let plane: ControlPlane;
  let started: TenancyPlane;

  beforeAll(async () => {
    started = await startTenancy(PLATFORM);
    plane = started.plane;
  });

  afterAll(() => plane?.stop());

  test('every object is accepted under strict validation, without a warning', () => {
    expect(started.complaints).toEqual([]);
    expect(started.applied).toBeGreaterThan(40);
  });

  test('every rule compiles: the server has nothing to say about its expressions', async () => {
    const checked = await waitFor(
      async () => {
        const { items } = await plane.client.get<{ items: { metadata: { name: string }; status?: Compiled }[] }>(
          '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
        );
        return items.every(({ status }) => status?.observedGeneration !== undefined) ? items : undefined;
      },
      { what: 'the type check of the rules', timeoutMilliseconds: 30_000 },
    );
    expect(checked.map(({ metadata }) => metadata.name)).toEqual([
      'plinth-fabric-pods',
      'plinth-sandbox-gvisor',
      'plinth-team-pods',
      'plinth-team-services',
    ]);
    expect(checked.flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? [])).toEqual([]);
  });

  describe.each([
    ['vision', {}],
    ['vision-fabric', LOCKS_MEMORY],
  ])('namespace %s', (namespace, security) => {
    test.each(TAKEN_EVERYWHERE)('takes %s', async (_, change) => {
      expect(
        await refusal(plane, namespace, { ...change, security: { ...security, ...change.security } }),
      ).toBeUndefined();
    });

    test.each(REFUSED_EVERYWHERE)('refuses %s', async (_, change) => {
      expect(await refusal(plane, namespace, { ...change, security: { ...security, ...change.security } })).toMatch(
        /violates PodSecurity|ValidatingAdmissionPolicy 'plinth-/,
      );
    });
  });

  test('locked memory is for the fabric namespace only', async () => {
    expect(await refusal(plane, 'vision-fabric', { security: LOCKS_MEMORY })).toBeUndefined();
    expect(await refusal(plane, 'vision', { security: LOCKS_MEMORY })).toContain('violates PodSecurity');
  });

  test('a sandboxed team runs in its sandbox only', async () => {
    expect(await refusal(plane, 'lab', { spec: { runtimeClassName: 'gvisor' } })).toBeUndefined();
    for (const spec of [{}, { runtimeClassName: 'kata' }])
      expect(await refusal(plane, 'lab', { spec })).toContain('pods of this team must set runtimeClassName: gvisor');
  });

  test.each(['vision', 'vision-fabric'])('debug containers in %s are held to the same', async (namespace) => {
    const held = pod(namespace, 'debugged', { spec: { schedulingGates: [{ name: 'test/held' }] } });
    await created(plane, held);
    const add = (security: object) =>
      plane.client.send({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/pods/debugged/ephemeralcontainers?dryRun=All`,
        contentType: CONTENT.merge,
        body: { spec: { ephemeralContainers: [{ ...container({ name: 'debug', resources: undefined }, security) }] } },
      });
    expect((await add({})).status).toBe(200);
    const refused = await add({ privileged: true, allowPrivilegeEscalation: true });
    expect(refused.status, messageOf(refused)).toBeGreaterThanOrEqual(400);
  });

  test('a pod that names no account gets the default one, without a token', async () => {
    await created(plane, pod('speech', 'plain', { spec: { schedulingGates: [{ name: 'test/held' }] } }));
    const { spec } = await plane.client.get<{ spec: { serviceAccountName: string; volumes?: object[] } }>(
      '/api/v1/namespaces/speech/pods/plain',
    );
    expect(spec.serviceAccountName).toBe('default');
    expect(spec.volumes).toBeUndefined();
  });

  test.each([
    ['of type ClusterIP', {}, undefined],
    ['without an address', { clusterIP: 'None' }, undefined],
    [
      'of type ExternalName',
      { type: 'ExternalName', externalName: 'model.speech.svc.cluster.local' },
      'are of type ClusterIP',
    ],
    ['of type NodePort', { type: 'NodePort' }, 'are of type ClusterIP'],
    ['of type LoadBalancer', { type: 'LoadBalancer' }, 'are of type ClusterIP'],
    ['with an address of others', { externalIPs: ['10.0.0.1'] }, 'may not name externalIPs'],
  ])('a Service %s', async (_, spec, expected) => {
    const body = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
    };
    const answer = await dryRun(plane, '/api/v1/namespaces/vision/services', body);
    if (expected === undefined) expect(answer).toBeUndefined();
    else expect(answer).toContain(expected);
  });

  test('nobody, not even an operator with every right, makes an Ingress in a team’s namespace', async () => {
    const body = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'i' },
      spec: { defaultBackend: { service: { name: 'head', port: { number: 8265 } } } },
    };
    const answer = await dryRun(plane, '/apis/networking.k8s.io/v1/namespaces/vision/ingresses', body);
    expect(answer).toContain('exceeded quota: bounds, requested: count/ingresses.networking.k8s.io=1');
  });

  test('an RDMA device in the work namespace, or more accelerators than the ceiling, is beyond the quota', async () => {
    const asking = (resource: string, amount: string) => {
      const requests = { cpu: '1', memory: '1Gi', [resource]: amount };
      return { container: { resources: { requests, limits: { [resource]: amount } } } };
    };
    expect(await refusal(plane, 'vision', asking('rdma/fabric', '1'))).toContain('exceeded quota');
    expect(await refusal(plane, 'vision-fabric', asking('rdma/fabric', '1'))).toBeUndefined();
    expect(await refusal(plane, 'vision', asking('nvidia.com/gpu', '8'))).toBeUndefined();
    expect(await refusal(plane, 'vision', asking('nvidia.com/gpu', '9'))).toContain('exceeded quota');
    expect(
      await refusal(plane, 'lab', { ...asking('nvidia.com/gpu', '1'), spec: { runtimeClassName: 'gvisor' } }),
    ).toContain('exceeded quota');
  });

  describe('the gate of the queue', () => {
    const lift = (...as: string[]) =>
      plane.kubectl([
        ...['patch', 'pod', 'waiting', '-n', 'speech', '--type=json', '--dry-run=server'],
        ...['-p', '[{"op":"remove","path":"/spec/schedulingGates"}]'],
        ...as,
      ]);

    // Rights of the cluster's owner, so that nothing but the rule stands in the way.
    afterAll(() => plane.kubectl(['delete', 'clusterrolebinding', 'seed-own', 'seed-queue']));
    beforeAll(() =>
      created(plane, pod('speech', 'waiting', { spec: { schedulingGates: [{ name: 'kueue.x-k8s.io/admission' }] } })),
    );

    test('is not lifted by a member', async () => {
      const { code, stderr } = await lift('--as=ann', '--as-group=oidc:speech');
      expect(code).not.toBe(0);
      expect(stderr).toContain('only the queue lifts the gate');
    });

    test('is not lifted by a job of the team, whatever it may do', async () => {
      await bindCluster(plane, 'seed-own', 'system:serviceaccount:speech:team');
      const groups = ['system:serviceaccounts', 'system:serviceaccounts:speech'].map((group) => `--as-group=${group}`);
      const { stderr } = await lift('--as=system:serviceaccount:speech:team', ...groups);
      expect(stderr).toContain('only the queue lifts the gate');
    });

    test('is lifted by the controller of the queue', async () => {
      await bindCluster(plane, 'seed-queue', 'system:serviceaccount:kueue-system:kueue');
      const groups = ['system:serviceaccounts', 'system:serviceaccounts:kueue-system'].map((g) => `--as-group=${g}`);
      const { code, stderr } = await lift('--as=system:serviceaccount:kueue-system:kueue', ...groups);
      expect(stderr).toBe('');
      expect(code).toBe(0);
    });

    test('tolerations are not added to a pod that waits', async () => {
      const patch = '[{"op":"add","path":"/spec/tolerations/-","value":{"operator":"Exists"}}]';
      const args = ['patch', 'pod', 'waiting', '-n', 'speech', '--type=json', '--dry-run=server', '-p', patch];
      const { stderr } = await plane.kubectl([...args, '--as=ann', '--as-group=oidc:speech']);
      expect(stderr).toContain('may not tolerate every taint');
    });
  });

  describe('rights', () => {
    test.each([
      ['oidc:vision', ['vision', 'vision-fabric']],
      ['oidc:speech', ['speech', 'lab']],
      ['oidc:lab', ['lab']],
    ])('members in %s have some in %j, and elsewhere those of anybody', async (group, own) => {
      const anybody = await rules(plane, 'default', '--as=nobody');
      for (const namespace of NAMESPACES) {
        const held = await rules(plane, namespace, '--as=ann', `--as-group=${group}`);
        if (own.includes(namespace)) expect(held.length).toBeGreaterThan(anybody.length);
        else expect(held).toEqual(anybody);
      }
    });

    test('accounts of teams have those of anybody everywhere, at home too', async () => {
      const anybody = await rules(plane, 'default', '--as=nobody');
      for (const home of NAMESPACES) {
        const groups = ['system:authenticated', 'system:serviceaccounts', `system:serviceaccounts:${home}`];
        const as = [`--as=system:serviceaccount:${home}:team`, ...groups.map((group) => `--as-group=${group}`)];
        for (const namespace of NAMESPACES) {
          const held = await rules(plane, namespace, ...as);
          expect(
            held.filter((line) => !anybody.includes(line) && !line.includes('.well-known') && !line.includes('jwks')),
          ).toEqual([]);
        }
      }
    });

    test.each([
      ['oidc:vision', 'create pods', 'vision', 'yes'],
      ['oidc:vision', 'create pods --subresource=exec', 'vision', 'yes'],
      ['oidc:vision', 'get secrets', 'vision-fabric', 'yes'],
      ['oidc:vision', 'get secrets', 'speech', 'no'],
      ['oidc:vision', 'create pods', 'speech', 'no'],
      ['oidc:vision', 'delete networkpolicies.networking.k8s.io', 'vision', 'no'],
      ['oidc:vision', 'update resourcequotas', 'vision', 'no'],
      ['oidc:vision', 'create rolebindings.rbac.authorization.k8s.io', 'vision', 'no'],
      ['oidc:vision', 'create serviceaccounts --subresource=token', 'vision', 'no'],
      ['oidc:vision', 'patch namespaces', 'vision', 'no'],
      ['oidc:vision', 'create ingresses.networking.k8s.io', 'vision', 'no'],
      ['oidc:audit', 'list pods', 'vision', 'yes'],
      ['oidc:audit', 'get secrets', 'vision', 'no'],
      ['oidc:audit', 'create pods --subresource=exec', 'vision', 'no'],
      ['oidc:audit', 'list pods', 'speech', 'no'],
    ])('may %s %s in %s: %s', async (group, what, namespace, expected) => {
      const args = ['auth', 'can-i', ...what.split(' '), '-n', namespace, '--as=ann', `--as-group=${group}`];
      expect((await plane.kubectl(args)).stdout.trim()).toBe(expected);
    });
  });
});

interface Compiled {
  readonly observedGeneration?: number;
  readonly typeChecking?: { readonly expressionWarnings?: readonly object[] };
}

async function created({ client }: ControlPlane, object: ReturnType<typeof pod>): Promise<void> {
  const answer = await client.send({
    method: 'POST',
    path: `/api/v1/namespaces/${object.metadata.namespace}/pods`,
    body: object,
  });
  expect(answer.status, messageOf(answer)).toBe(201);
}

async function bindCluster({ client }: ControlPlane, name: string, user: string): Promise<void> {
  await client.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }],
  });
}

/** Rights in a namespace, one a line. */
async function rules(plane: ControlPlane, namespace: string, ...as: string[]): Promise<string[]> {
  const everybody = as.some((each) => each.startsWith('--as-group=system:')) ? [] : ['--as-group=system:authenticated'];
  const { stdout } = await plane.kubectl([
    'auth',
    'can-i',
    '--list',
    '--no-headers',
    '-n',
    namespace,
    ...as,
    ...everybody,
  ]);
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/).join(' '));
  return lines.filter((line) => line !== '').sort();
}
