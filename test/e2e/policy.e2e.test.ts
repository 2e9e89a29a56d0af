import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClusterClient, CONTENT, messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { DIGEST, exception, policyPlatform } from '../constructs/policy/policy-sample.ts';
import { rendered } from '../sample.ts';
import {
  ACCELERATED,
  enforced,
  GOOD_IMAGE,
  GOOD_LABELS,
  memberOfVision,
  mounting,
  refusal,
  teamPod,
  workload,
} from './policy-plane.ts';

const QUEUE_ONLY = { 'kueue.x-k8s.io/queue-name': 'default' };
const LABEL_ONLY = { 'example.org/cost-centre': 'cc-17' };
const egressTo = (rule: object, name = 'opened') => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'vision' },
  spec: { podSelector: {}, policyTypes: ['Egress'], egress: [rule] },
});

/** Of each policy: what is taken, and what is refused with which words. */
const FIXTURES: Readonly<Record<string, { taken: [string, object][]; refused: [string, object, string][] }>> = {
  'plinth-image-registries': {
    taken: [
      ['an image of an allowed registry', teamPod()],
      ['an image of an allowed folder', teamPod({ image: `nvcr.io/nvidia/pytorch@${DIGEST}` })],
      ['an image of Docker Hub’s library, in short', teamPod({ image: `busybox@${DIGEST}` })],
    ],
    refused: [
      ['an image from elsewhere', teamPod({ image: `quay.io/x/y@${DIGEST}` }), 'copy these there'],
      ['another folder of an allowed host', teamPod({ image: `nvcr.io/other/y@${DIGEST}` }), 'nvcr.io/other/y'],
      ['another port of an allowed host', teamPod({ image: `registry.example.org:8443/y@${DIGEST}` }), 'copy these'],
      ['a host that begins alike', teamPod({ image: `registry.example.org.evil.example/y@${DIGEST}` }), 'copy these'],
      ['an account of Docker Hub, in short', teamPod({ image: `someone/y@${DIGEST}` }), 'copy these there'],
      ['a model from elsewhere', teamPod(mounting(`quay.io/x/model@${DIGEST}`)), 'quay.io/x/model'],
      [
        'an init container from elsewhere',
        teamPod({ spec: { initContainers: [{ ...container(), image: `quay.io/x/init@${DIGEST}` }] } }),
        'quay.io/x/init',
      ],
    ],
  },
  'plinth-image-digests': {
    taken: [['an image by digest, with its tag', teamPod({ image: `registry.example.org/y:v1@${DIGEST}` })]],
    refused: [
      ['an image by tag', teamPod({ image: 'registry.example.org/y:v1' }), 'write name@sha256'],
      ['an image without a tag', teamPod({ image: 'registry.example.org/y' }), 'registry.example.org/y'],
      ['a model by tag', teamPod(mounting('registry.example.org/model:v1')), 'registry.example.org/model:v1'],
    ],
  },
  'plinth-queued-accelerators': {
    taken: [
      ['a pod with accelerators and a queue', teamPod({ container: ACCELERATED })],
      ['a pod without accelerators or queue', teamPod({ labels: LABEL_ONLY })],
      ['a job with a queue', workload('batch/v1', 'Job', GOOD_LABELS, ACCELERATED)],
      ['a Deployment without accelerators', workload('apps/v1', 'Deployment', LABEL_ONLY)],
    ],
    refused: [
      ['a pod', teamPod({ labels: LABEL_ONLY, container: ACCELERATED }), 'kueue.x-k8s.io/queue-name'],
      ['a job', workload('batch/v1', 'Job', LABEL_ONLY, ACCELERATED), 'given out by a queue'],
      ['a Deployment', workload('apps/v1', 'Deployment', LABEL_ONLY, ACCELERATED), 'given out by a queue'],
      [
        'a pod that claims devices',
        teamPod({ labels: LABEL_ONLY, spec: { resourceClaims: [{ name: 'gpu', resourceClaimName: 'mine' }] } }),
        'given out by a queue',
      ],
    ],
  },
  'plinth-required-labels': {
    taken: [['a workload with the label', workload('apps/v1', 'StatefulSet', LABEL_ONLY)]],
    refused: [
      ['a pod without the label', teamPod({ labels: QUEUE_ONLY }), 'example.org/cost-centre is missing or wrong'],
      [
        'a value of another form',
        teamPod({ labels: { ...QUEUE_ONLY, 'example.org/cost-centre': 'cc-17-b' } }),
        'of the form cc-[0-9]+',
      ],
    ],
  },
  'plinth-open-egress': {
    taken: [['a rule to one network', egressTo({ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] })]],
    refused: [
      ['a rule to everywhere', egressTo({ ports: [{ port: 443 }] }), 'name peers'],
      ['a rule to all addresses', egressTo({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }), 'at all ports'],
      ['a rule to every namespace', egressTo({ to: [{ namespaceSelector: {} }] }), 'every namespace'],
    ],
  },
};

function container() {
  const { containers } = teamPod().spec;
  return { ...containers[0], name: 'first' };
}

describe('the API server with the policies that it decides by itself', () => {
  let plane: ControlPlane;
  /** Who tries: a member, but where members have no right at all. */
  let who: (policy: string) => ClusterClient;

  beforeAll(async () => {
    await buildEngines(['core']);
    plane = await startControlPlane({ kubelet: 'none' });
    const exceptions = [
      exception({ images: ['registry.example.org/vision/trainer:', 'registry.example.org/vision/exact:1'] }),
    ];
    const wanted = rendered(policyPlatform({ exceptions })).manifests.filter(
      ({ object, room }) =>
        room === 'policy' ||
        room === 'tenancy' ||
        (object.kind === 'Namespace' && object.metadata.name === 'kueue-system'),
    );
    for (const { object } of wanted) {
      const answer = await plane.client.apply(object);
      expect(answer.status, `${object.kind} ${object.metadata.name}: ${messageOf(answer)}`).toBeLessThan(300);
      expect(answer.warnings).toEqual([]);
    }
    const member = memberOfVision(plane);
    who = (policy) => (policy === 'plinth-open-egress' ? plane.client : member);
    for (const [policy, { refused }] of Object.entries(FIXTURES))
      await enforced(plane, policy, refused[0]?.[1] ?? {}, who(policy));
  }, 300_000);
  afterAll(() => plane?.stop());

  describe.each(Object.entries(FIXTURES))('%s', (policy, { refused, taken }) => {
    test.each(taken)('takes %s', async (_, object) => {
      expect(await refusal(plane, object, who(policy))).toBeUndefined();
    });

    test.each(refused)('refuses %s, and says what to do', async (_, object, words) => {
      const said = await refusal(plane, object, who(policy));
      expect(said).toContain(`'${policy}'`);
      expect(said).toContain(words);
    });
  });

  test('compiles every expression, for each kind it can be checked for', async () => {
    const { items } = await plane.client.get<{ items: PolicyStatus[] }>(
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    );
    const warnings = items.flatMap(({ metadata, status }) =>
      (status?.typeChecking?.expressionWarnings ?? []).map(({ warning }) => `${metadata.name}: ${warning}`),
    );
    expect(warnings).toEqual([]);
  });

  test('lets an image through that an exception names, and no other', async () => {
    expect(await refusal(plane, teamPod({ image: 'registry.example.org/vision/trainer:2024-11' }))).toBeUndefined();
    for (const other of ['other:1', 'exact:10', 'trainers:1'])
      expect(await refusal(plane, teamPod({ image: `registry.example.org/vision/${other}` }))).toContain(
        'image-digests',
      );
    expect(await refusal(plane, teamPod({ image: 'registry.example.org/vision/exact:1' }))).toBeUndefined();
  });

  test('asks people and what runs in the namespace for queues and labels, and no controllers of other namespaces', async () => {
    const bare = workload('batch/v1', 'Job', {}, ACCELERATED);
    const as = (namespace: string) => {
      const groups = ['system:masters', 'system:serviceaccounts', `system:serviceaccounts:${namespace}`];
      const flags = [`--as=system:serviceaccount:${namespace}:x`, ...groups.map((group) => `--as-group=${group}`)];
      return plane.kubectl(['create', '--dry-run=server', '-f', '-', ...flags], JSON.stringify(bare));
    };
    expect(await as('kube-system')).toMatchObject({ code: 0 });
    expect((await as('vision')).stderr).toContain('plinth-');
  });

  test('lets an exempt image through for its team only', async () => {
    const image = 'registry.example.org/vision/exact:1';
    expect(await refusal(plane, teamPod({ image, namespace: 'speech' }))).toContain('image-digests');
  });

  test('keeps labels on what stays, and lets what goes away lose them', async () => {
    const kept = workload('apps/v1', 'Deployment', LABEL_ONLY);
    const object = { ...kept, metadata: { ...kept.metadata, finalizers: ['example.org/waits'] } };
    expect((await plane.client.apply(object)).status).toBe(201);
    const path = '/apis/apps/v1/namespaces/vision/deployments/tried';
    const bare = { metadata: { labels: { 'example.org/cost-centre': null } } };
    const lose = () => who('').send({ method: 'PATCH', path, body: bare, contentType: CONTENT.merge });
    expect(messageOf(await lose())).toContain('plinth-required-labels');
    await plane.client.send({ method: 'DELETE', path });
    expect((await lose()).status).toBe(200);
  });

  test('lets a running pod change anything but its image', async () => {
    const path = '/api/v1/namespaces/kueue-system/pods';
    const body = {
      ...teamPod({ image: 'docker.io/x/unknown:1' }),
      metadata: { name: 'kept', namespace: 'kueue-system' },
    };
    const made = await plane.client.send({ method: 'POST', path, body });
    expect(made.status, messageOf(made)).toBe(201);
    // Audited only: there is no lock that covers every image.
    expect(made.warnings.join()).toContain('plinth-platform-images');
    const contentType = CONTENT.merge;
    const change = { metadata: { labels: { a: 'b' } } };
    const changed = await plane.client.send({ method: 'PATCH', path: `${path}/kept`, body: change, contentType });
    expect(changed.status).toBe(200);
    expect(changed.warnings).toEqual([]);
  });

  test('refuses another image in a running pod, and a container for debugging', async () => {
    const path = '/api/v1/namespaces/vision/pods';
    const made = await plane.client.send({ method: 'POST', path, body: teamPod() });
    expect(made.status, messageOf(made)).toBe(201);
    const contentType = CONTENT.jsonPatch;
    const image = (value: string) => [{ op: 'replace', path: '/spec/containers/0/image', value }];
    const patch = (body: object, of = '') =>
      plane.client.send({ method: 'PATCH', path: `${path}/tried${of}`, body, contentType });
    expect(messageOf(await patch(image('quay.io/x/y')))).toContain('plinth-image');
    const debug = { ...container(), name: 'debug', resources: undefined, image: 'quay.io/x/y' };
    const added = await patch(
      [{ op: 'add', path: '/spec/ephemeralContainers', value: [debug] }],
      '/ephemeralcontainers',
    );
    expect(messageOf(added)).toContain('plinth-image');
    expect((await patch(image(GOOD_IMAGE.replace('train', 'other')))).status).toBe(200);
  });

  test('is counted under the names that alerts and pages ask for', async () => {
    const answer = await plane.client.open('/metrics');
    const lines = (await text(answer)).split('\n').filter((line) => line.startsWith(`${CHECKS}{`));
    const denied = lines.filter((line) => line.includes('enforcement_action="deny"'));
    expect(denied.join('\n')).toContain('policy="plinth-image-digests"');
    // What the promise `policy-checks` counts as bad is no refusal.
    expect(lines.filter((line) => /error_type="(compile_error|out_of_budget)"/.test(line))).toEqual([]);
  });
});

const CHECKS = 'apiserver_validating_admission_policy_check_total';

interface PolicyStatus {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly typeChecking?: { readonly expressionWarnings?: readonly { readonly warning: string }[] };
  };
}
