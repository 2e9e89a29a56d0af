import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import type { PodSpec } from '../../../constructs/imports/kubernetes.gen.ts';
import type { HarborValues } from '../../../constructs/registry/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { codesOf, objectOf, objectsOf, rendered } from '../../sample.ts';
import { platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { restrictedFaults } from '../training/restricted-level.ts';
import { type RegistryInput, withRegistry } from './registry-sample.ts';

/** What holds a pod. */
interface Template {
  readonly template: { readonly spec: PodSpec };
}

function valuesOf(input: PlatformInput): HarborValues {
  const { registry } = rendered(input).platform;
  if (registry === undefined) throw new Error('the platform has no registry');
  return registry.harbor.values;
}

function onTarget(kind: keyof typeof TARGETS): PlatformInput {
  const { access, registry } = withRegistry();
  const pool = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } } as const;
  const instances = {
    aws: 'm7i.4xlarge',
    gcp: 'n2-standard-16',
    azure: 'Standard_D16s_v5',
    digitalocean: 'g-16vcpu-64gb',
  } as const;
  const its =
    kind in instances
      ? { name: 'cpu', instance: instances[kind as keyof typeof instances], nodes: { min: 2, max: 2 } }
      : pool;
  return {
    ...platformOn(
      kind === 'baremetal' ? { ...TARGETS.baremetal, loadBalancers: '10.40.200.0/24' } : TARGETS[kind],
      its,
    ),
    access,
    registry,
  };
}

describe('Harbor', () => {
  test('is an add-on of the catalogue, in a namespace of its own that is restricted', () => {
    const { platform } = rendered(withRegistry());
    expect(platform.registry?.harbor).toMatchObject({
      component: components.harbor,
      namespace: 'harbor',
      wave: 'platform',
    });
    expect(objectOf(withRegistry(), 'Namespace', 'harbor').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('is not there without its section', () => {
    expect(rendered(withRegistry({}, { registry: undefined })).platform.registry).toBeUndefined();
  });

  test('runs twice, keeps going when a node goes, and spreads', () => {
    const values = valuesOf(withRegistry({}, { target: { ...TARGETS.existing, storage: { shared: 'files' } } }));
    for (const part of ['nginx', 'portal', 'core', 'jobservice', 'registry', 'exporter'] as const) {
      expect(values[part].replicas, part).toBe(2);
      expect(values[part].podDisruptionBudget, part).toEqual({ enabled: true, minAvailable: 1 });
      expect(values[part].topologySpreadConstraints, part).toHaveLength(2);
    }
  });

  test('has no default password: every one is in a Secret that nobody writes into Git', () => {
    const values = valuesOf(withRegistry());
    expect(values).toMatchObject({
      existingSecretAdminPassword: 'harbor-admin',
      existingSecretSecretKey: 'harbor-keys',
      core: { existingSecret: 'harbor-keys', existingXsrfSecret: 'harbor-keys', secretName: 'harbor-token' },
      jobservice: { existingSecret: 'harbor-keys' },
      registry: { existingSecret: 'harbor-keys', credentials: { existingSecret: 'harbor-keys' } },
      database: { type: 'external', external: { existingSecret: 'harbor-database-app', sslmode: 'require' } },
    });
    expect(JSON.stringify(values)).not.toMatch(/Harbor12345|changeit|not-a-secure-key|harbor_registry_password/);
  });

  test('shows figures, and scans only where that is asked, by a digest', () => {
    expect(valuesOf(withRegistry())).toMatchObject({ metrics: { enabled: true }, trivy: { enabled: false } });
    const digest = `sha256:${'b'.repeat(64)}`;
    expect(valuesOf(withRegistry({ scanner: { kind: 'trivy', digest } })).trivy).toMatchObject({
      enabled: true,
      image: { repository: 'docker.io/goharbor/trivy-adapter-photon', tag: `v${components.harbor.version}@${digest}` },
    });
  });

  test('asks three sentinels for its cache', () => {
    const { redis } = valuesOf(withRegistry());
    expect(redis.external.addr.split(',')).toEqual(
      [0, 1, 2].map((pod) => `harbor-cache-${pod}.harbor-cache.harbor.svc:26379`),
    );
    expect(redis.external.sentinelMasterSet).toBe('harbor-cache');
  });
});

describe('where content lies', () => {
  test.each<[keyof typeof TARGETS, object]>([
    ['aws', { type: 's3', disableredirect: false, s3: { region: 'eu-west-1', existingSecret: 'harbor-storage' } }],
    ['gcp', { type: 'gcs', disableredirect: true, gcs: { useWorkloadIdentity: true } }],
    ['azure', { type: 'azure', azure: { container: 'registry', existingSecret: 'harbor-storage' } }],
    ['digitalocean', { type: 's3', s3: { region: 'ams3', regionendpoint: 'https://ams3.digitaloceanspaces.com' } }],
    [
      'baremetal',
      { type: 's3', disableredirect: true, s3: { regionendpoint: 'http://rook-ceph-rgw-objects.rook-ceph.svc' } },
    ],
  ])('on %s is the place’s object store', (kind, storage) => {
    expect(valuesOf(onTarget(kind)).persistence.imageChartStorage).toMatchObject(storage);
  });

  test('is a volume of many nodes where there is no object store, and one of one node as the last way', () => {
    const on = (storage: object) => withRegistry({ quota: '1Ti' }, { target: { ...TARGETS.existing, storage } });
    const many = valuesOf(on({ shared: 'files' }));
    expect(many.persistence.persistentVolumeClaim?.registry).toEqual({
      storageClass: 'files',
      accessMode: 'ReadWriteMany',
      size: '2Ti',
    });
    const one = valuesOf(on({ block: 'disks' }));
    expect(one.persistence.persistentVolumeClaim?.registry).toMatchObject({
      storageClass: 'disks',
      accessMode: 'ReadWriteOnce',
    });
    expect([one.registry.replicas, one.updateStrategy.type]).toEqual([1, 'Recreate']);
    expect(codesOf(on({ block: 'disks' }))).toContain('REGISTRY_STORAGE_SINGLE');
    expect(codesOf(on({ shared: 'files' }))).not.toContain('REGISTRY_STORAGE_SINGLE');
  });
});

describe('who reaches it', () => {
  test('comes through the gateway, by its two names, and Harbor asks who it is', () => {
    const routes = objectsOf(withRegistry(), 'HTTPRoute').filter(({ metadata }) => metadata.name.startsWith('harbor'));
    expect(routes.map((route) => (route['spec'] as { hostnames: string[] }).hostnames)).toEqual([
      ['registry.example.org'],
      ['registry.lab.internal'],
    ]);
    for (const { metadata } of routes)
      expect(JSON.stringify(metadata.annotations)).toContain('token of Harbor’s own service');
  });

  test('is Harbor itself, and the job that keeps its settings', () => {
    expect(objectOf(withRegistry(), 'NetworkPolicy', 'allow-harbor', 'harbor')['spec']).toMatchObject({
      podSelector: { matchLabels: { app: 'harbor' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'harbor' } } }] }],
    });
    expect(objectOf(withRegistry(), 'NetworkPolicy', 'allow-settings', 'harbor')['spec']).toMatchObject({
      podSelector: { matchLabels: { app: 'harbor', component: 'nginx' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'harbor-settings' } } }] }],
    });
  });
});

describe('the cache', () => {
  test('is three pods that Harbor alone reaches', () => {
    const input = withRegistry();
    expect(objectOf(input, 'StatefulSet', 'harbor-cache', 'harbor')['spec']).toMatchObject({
      replicas: 3,
      serviceName: 'harbor-cache',
    });
    expect(objectOf(input, 'PodDisruptionBudget', 'harbor-cache', 'harbor')['spec']).toMatchObject({
      maxUnavailable: 1,
    });
    const { ingress } = objectOf(input, 'NetworkPolicy', 'allow-harbor-cache', 'harbor')['spec'] as {
      ingress: { from: object[] }[];
    };
    expect(ingress[0]?.from).toEqual([
      { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'harbor-cache' } } },
      { podSelector: { matchLabels: { app: 'harbor' } } },
    ]);
  });
});

/** An image with this program. */
const IMAGE = `registry.example.org/platform/plinth@sha256:${'a'.repeat(64)}`;

describe('the job that keeps the settings', () => {
  test('runs the image that the spec names, restricted, with settings from a ConfigMap and credentials from Secrets', () => {
    const input = withRegistry({ image: IMAGE });
    const job = objectOf(input, 'CronJob', 'harbor-settings', 'harbor');
    const { jobTemplate } = job['spec'] as { jobTemplate: { spec: { template: { spec: Record<string, unknown> } } } };
    const pod = jobTemplate.spec.template.spec;
    expect(job['spec']).toMatchObject({ concurrencyPolicy: 'Forbid' });
    expect(pod).toMatchObject({
      containers: [
        {
          image: IMAGE,
          args: expect.arrayContaining(['registry', 'apply', '/settings/settings.json', '--in-cluster']),
          securityContext: {
            readOnlyRootFilesystem: true,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const { data } = objectOf(input, 'ConfigMap', 'harbor-settings', 'harbor') as unknown as {
      data: Record<string, string>;
    };
    expect(JSON.parse(data['settings.json'] ?? '')).toEqual(rendered(input).platform.registry?.settings);
  });

  test('may write its Secrets in each team’s namespace, and read no other', () => {
    const input = withRegistry({ image: IMAGE });
    expect(objectOf(input, 'Role', 'harbor-settings', 'vision')).toMatchObject({
      rules: [
        { resources: ['secrets'], verbs: ['get', 'update'], resourceNames: ['registry-pull', 'registry-push'] },
        { resources: ['secrets'], verbs: ['create'] },
      ],
    });
    expect(objectOf(input, 'RoleBinding', 'harbor-settings', 'vision')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'harbor-settings', namespace: 'harbor' }],
    });
  });

  test('and the cache’s pods keep to the restricted level', () => {
    const input = withRegistry({ image: IMAGE });
    const job = objectOf(input, 'CronJob', 'harbor-settings', 'harbor')['spec'] as { jobTemplate: { spec: Template } };
    const cache = objectOf(input, 'StatefulSet', 'harbor-cache', 'harbor')['spec'] as Template;
    for (const { template } of [job.jobTemplate.spec, cache]) expect(restrictedFaults(template.spec)).toEqual([]);
  });

  test('is not there where no image is named', () => {
    expect(objectsOf(withRegistry(), 'CronJob').map(({ metadata }) => metadata.name)).not.toContain('harbor-settings');
    expect(objectsOf(withRegistry(), 'ConfigMap').map(({ metadata }) => metadata.name)).not.toContain(
      'harbor-settings',
    );
  });
});

describe('pods of teams', () => {
  test('pull with their own account, which is brought into their namespace', () => {
    for (const name of ['default', 'team'])
      expect(objectOf(withRegistry(), 'ServiceAccount', name, 'vision')).toMatchObject({
        imagePullSecrets: [{ name: 'registry-pull' }],
      });
  });

  test('have none where there is no registry', () => {
    expect(objectOf(withRegistry({}, { registry: undefined }), 'ServiceAccount', 'team', 'vision')).not.toHaveProperty(
      'imagePullSecrets',
    );
  });
});

describe('mistakes of the registry’s section', () => {
  const hosts = { external: 'registry.example.org', internal: 'registry.lab.internal' };
  const webhook = { name: 'chat', to: 'https://hooks.example.org', events: ['QUOTA_EXCEED' as const] };
  test.each<[string, Partial<RegistryInput>, string]>([
    ['one name for both', { hosts: { ...hosts, internal: hosts.external } }, 'REGISTRY_HOSTS_EQUAL'],
    ['a copy to itself', { replications: [{ name: 'x', to: hosts.external }] }, 'REGISTRY_REPLICATION_SELF'],
    [
      'two rules of one name',
      {
        replications: [
          { name: 'x', to: 'a.example.org' },
          { name: 'x', to: 'b.example.org' },
        ],
      },
      'REGISTRY_NAME_TWICE',
    ],
    ['two webhooks of one name', { webhooks: [webhook, webhook] }, 'REGISTRY_NAME_TWICE'],
    ['a webhook for no team', { webhooks: [{ ...webhook, teams: ['visoin'] }] }, 'REGISTRY_TEAM_UNKNOWN'],
    [
      'somebody who looks after no team',
      { maintainers: [{ team: 'nobody', groups: ['oidc:x'] }] },
      'REGISTRY_TEAM_UNKNOWN',
    ],
    ['a scanner by its tag', { scanner: { kind: 'trivy', digest: 'v2.15.2' } }, 'SPEC_SHAPE_INVALID'],
  ])('%s is found', (_, change, code) => {
    expect(codesOf(withRegistry(change))).toContain(code);
  });

  test('are not found where there are none', () => {
    const codes = codesOf(withRegistry({ webhooks: [{ ...webhook, teams: ['vision'] }] }));
    expect(codes.filter((code) => code.startsWith('REGISTRY_'))).toEqual(['REGISTRY_STORAGE_SINGLE']);
  });
});
