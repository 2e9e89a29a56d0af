import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { teamAccounts } from '../../../spec/team-identity.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { registryPlatform, WITH_OBJECTS } from '../../registry-sample.ts';
import { objectOf, objectsOf, rendered, samplePlatform } from '../../sample.ts';

const NAMESPACE = 'vision-tracking';
const STORED = registryPlatform({ target: WITH_OBJECTS });
const ON_AWS = registryPlatform({
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [{ name: 'train-h100', instance: 'p5.48xlarge', nodes: { max: 2 } }],
});

/** The pod that the Deployment makes. */
function pod(input: PlatformInput) {
  const { spec } = objectOf(input, 'Deployment', 'mlflow', NAMESPACE) as KubernetesObject & {
    spec: {
      replicas: number;
      strategy: unknown;
      template: { metadata: { labels: Record<string, string> }; spec: Record<string, unknown> };
    };
  };
  const { containers, initContainers, ...rest } = spec.template.spec as {
    containers: Record<string, unknown>[];
    initContainers: Record<string, unknown>[];
  } & Record<string, unknown>;
  return { spec, labels: spec.template.metadata.labels, container: containers[0] ?? {}, initContainers, rest };
}

function policy(name: string, namespace: string, input: PlatformInput = STORED) {
  return (objectOf(input, 'NetworkPolicy', name, namespace) as KubernetesObject & { spec: Record<string, unknown> })
    .spec;
}

describe('MLflow of a team', () => {
  test('runs with artifacts in the team’s bucket, for named hosts only', () => {
    expect(pod(STORED).container).toMatchObject({
      name: 'mlflow',
      command: ['mlflow'],
      args: [
        'server',
        '--host=0.0.0.0',
        '--port=5000',
        '--workers=2',
        '--serve-artifacts',
        expect.stringMatching(/^--artifacts-destination=s3:\/\/[^/]+\/mlflow$/),
        '--allowed-hosts=mlflow-vision.ml.example.org,mlflow.vision-tracking.svc:5000',
        '--cors-allowed-origins=https://mlflow-vision.ml.example.org',
        '--x-frame-options=DENY',
      ],
      envFrom: [{ secretRef: { name: 'object-store' } }],
    });
  });

  test('acts as the team, without keys where the cloud gives pods an identity', () => {
    const { container, rest } = pod(ON_AWS);
    expect(rest['serviceAccountName']).toBe('team');
    expect(container['envFrom']).toBeUndefined();
    const account = objectOf(ON_AWS, 'ServiceAccount', 'team', NAMESPACE);
    expect(account['automountServiceAccountToken']).toBe(false);
  });

  test('keeps artifacts on a volume of its own where the place has no object store', () => {
    const { container } = pod(registryPlatform());
    expect(container['args']).toContain('--artifacts-destination=/artifacts');
    expect(objectOf(registryPlatform(), 'PersistentVolumeClaim', 'mlflow-artifacts', NAMESPACE)).toBeDefined();
    expect(objectsOf(STORED, 'PersistentVolumeClaim')).not.toContainEqual(
      expect.objectContaining({ metadata: expect.objectContaining({ name: 'mlflow-artifacts' }) }),
    );
  });

  test('is restricted, with a root that nobody writes to and no token for the API server', () => {
    const { container, initContainers, rest, spec } = pod(STORED);
    for (const each of [container, ...initContainers])
      expect(each['securityContext']).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    expect(rest).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1_000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(objectOf(STORED, 'Namespace', NAMESPACE).metadata['labels']).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('reads the password of its database from the Secret, and checks the server’s certificate', () => {
    const { container, initContainers, labels } = pod(STORED);
    expect(container['env']).toEqual(
      expect.arrayContaining([
        {
          name: 'MLFLOW_BACKEND_STORE_URI',
          valueFrom: { secretKeyRef: { name: 'mlflow-database-app', key: 'uri' } },
        },
        { name: 'PGSSLMODE', value: 'verify-full' },
        { name: 'PGSSLROOTCERT', value: '/etc/database/ca.crt' },
        { name: 'MLFLOW_SERVER_ENABLE_JOB_EXECUTION', value: 'false' },
      ]),
    );
    expect(initContainers).toMatchObject([
      { name: 'schema', command: ['sh', '-c', 'exec mlflow db upgrade "$MLFLOW_BACKEND_STORE_URI"'] },
    ]);
    expect(labels).toMatchObject({ 'plinth.dev/database-client': 'mlflow-database' });
  });

  test('takes another version where the spec says so', () => {
    const image = (input: PlatformInput) => pod(input).container['image'];
    expect(image(STORED)).toBe('ghcr.io/mlflow/mlflow:v3.18.0-full');
    const other = registryPlatform({ components: { mlflow: { version: '3.17.2' } } });
    expect(image(other)).toBe('ghcr.io/mlflow/mlflow:v3.17.2-full');
  });

  test('tells the team’s jobs where it is', () => {
    expect(objectOf(STORED, 'ConfigMap', 'experiment-tracking', 'vision')['data']).toEqual({
      MLFLOW_TRACKING_URI: 'http://mlflow.vision-tracking.svc:5000',
    });
    const trained = registryPlatform({ target: WITH_OBJECTS, training: { frameworks: ['torch'] } });
    const runtime = JSON.stringify(objectOf(trained, 'ClusterTrainingRuntime', 'plinth-torch'));
    expect(runtime).toContain(
      '{"name":"MLFLOW_TRACKING_URI","valueFrom":{"configMapKeyRef":{"key":"MLFLOW_TRACKING_URI","name":"experiment-tracking","optional":true}}}',
    );
    const { registry: _, ...without } = trained;
    expect(JSON.stringify(objectOf(without, 'ClusterTrainingRuntime', 'plinth-torch'))).not.toContain('MLFLOW');
  });
});

describe('the way to MLflow', () => {
  test('is open to the team’s own pods and to nobody of another team', () => {
    expect(policy('allow-team', NAMESPACE)).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'mlflow' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'plinth.dev/team': 'vision' } } }],
          ports: [{ protocol: 'TCP', port: 5000 }],
        },
      ],
    });
    expect(policy('allow-experiment-tracking', 'vision')).toMatchObject({
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } },
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'mlflow' } },
            },
          ],
        },
      ],
    });
    expect(policy('allow-team', 'speech-tracking')).not.toEqual(policy('allow-team', NAMESPACE));
  });

  test('of people leads through the gateway, for members of the team', () => {
    const routes = objectsOf(STORED, 'HTTPRoute').filter(({ metadata }) => metadata.name === 'mlflow-vision');
    expect(routes).toHaveLength(1);
    expect(routes[0]).toMatchObject({ spec: { hostnames: ['mlflow-vision.ml.example.org'] } });
    const guards = objectsOf(STORED, 'SecurityPolicy').filter(({ metadata }) => metadata.name === 'mlflow-vision');
    expect(JSON.stringify(guards)).toContain('"vision"');
    expect(JSON.stringify(guards)).not.toContain('"speech"');
  });

  test('ends at its database, the object store and DNS: it calls no other address', () => {
    const { egress } = policy('allow-out', NAMESPACE) as { egress: { to: Record<string, unknown>[] }[] };
    const selectors = egress.flatMap(({ to }) => to).map((peer) => JSON.stringify(peer));
    expect(selectors).toContainEqual('{"podSelector":{"matchLabels":{"cnpg.io/cluster":"mlflow-database"}}}');
    expect(selectors.filter((each) => each.includes('"0.0.0.0/0"') && !each.includes('except'))).toEqual([]);
  });

  test('stands in a namespace that is not the team’s: the queue and the rules for teams would bind its pods', () => {
    const { labels } = objectOf(STORED, 'Namespace', NAMESPACE).metadata as { labels?: Record<string, string> };
    expect(labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(labels).not.toHaveProperty(['plinth.dev/team']);
  });

  test('is not there without tracking', () => {
    const off = registryPlatform({
      registry: { hosts: { external: 'registry.example.org', internal: 'registry.lab.internal' }, tracking: false },
    });
    expect(rendered(off).manifests.filter(({ object }) => object.metadata.namespace === NAMESPACE)).toEqual([]);
  });
});

test('nobody of a team has rights where its experiments are kept', () => {
  const bindings = objectsOf(STORED, 'RoleBinding').filter(({ metadata }) => metadata.namespace === NAMESPACE);
  expect(bindings).toEqual([]);
});

test('what makes a pod the team is asked for in the namespace of experiments too', () => {
  const external = (input: PlatformInput) => {
    const { spec } = parsePlatform(input);
    return targetFacts(spec)
      .external.filter(({ namespace }) => namespace === NAMESPACE)
      .map(({ kind, name }) => `${kind} ${name}`);
  };
  expect(external(STORED)).toEqual(['Secret object-store']);
  expect(external(samplePlatform({ target: WITH_OBJECTS }))).toEqual([]);
  const { spec } = parsePlatform(STORED);
  const [vision] = spec.teams;
  expect(vision && teamAccounts(vision, true)).toEqual([
    { namespace: 'vision', serviceAccount: 'team' },
    { namespace: NAMESPACE, serviceAccount: 'team' },
    { namespace: NAMESPACE, serviceAccount: 'mlflow-database' },
  ]);
  expect(vision && teamAccounts(vision)).toEqual([{ namespace: 'vision', serviceAccount: 'team' }]);
});
