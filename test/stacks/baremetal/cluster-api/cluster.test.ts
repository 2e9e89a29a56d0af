import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../../recorded-stack.ts';
import { type Registered, UNKNOWN } from '../../recording.ts';
import { management, onClusterApi } from '../baremetal-sample.ts';

const CLUSTER = 'kubernetes:cluster.x-k8s.io/v1beta2:Cluster';
const CONTROL_PLANE = 'kubernetes:controlplane.cluster.x-k8s.io/v1beta2:KubeadmControlPlane';
const HOST = 'kubernetes:metal3.io/v1alpha1:BareMetalHost';
const PROVIDER = 'pulumi:providers:kubernetes';
const NAMESPACE = 'kubernetes:core/v1:Namespace';
const SECRET = 'kubernetes:core/v1:Secret';

const options = { management, layer: 'infrastructure' } as const;
const built = (...input: Parameters<typeof onClusterApi>) => stackOf(onClusterApi(...input), options);
const isManagement = ({ provider, type }: Registered) =>
  type.startsWith('kubernetes:') && provider.endsWith('::atlas-prod-management');

describe('a cluster that Cluster API makes', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await built();
  });

  test('has the address plan and the names of the facts', () => {
    expect(the(run, CLUSTER)).toMatchObject({ name: 'Cluster:atlas-prod/atlas-prod' });
    expect(the(run, CLUSTER).inputs['spec']).toEqual({
      clusterNetwork: {
        apiServerPort: 6443,
        pods: { cidrBlocks: ['10.128.0.0/12'] },
        services: { cidrBlocks: ['172.20.0.0/16'] },
        serviceDomain: 'cluster.local',
      },
      controlPlaneRef: {
        apiGroup: 'controlplane.cluster.x-k8s.io',
        kind: 'KubeadmControlPlane',
        name: 'atlas-prod-control-plane',
      },
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'Metal3Cluster', name: 'atlas-prod' },
    });
    expect(the(run, 'kubernetes:infrastructure.cluster.x-k8s.io/v1beta2:Metal3Cluster').inputs['spec']).toEqual({
      controlPlaneEndpoint: { host: 'api.example.org', port: 6443 },
      cloudProviderEnabled: false,
    });
  });

  test('is made in the management cluster of the spec, or of the configuration', async () => {
    const provider = (of: readonly Registered[]) => the(of, PROVIDER, 'atlas-prod-management').inputs;
    expect(provider(run)).toMatchObject({ context: 'management', clusterIdentifier: 'management:fra1:atlas-prod' });
    expect(provider(run)).not.toHaveProperty('kubeconfig');
    const connection = () => ({ ...management(), kubeconfig: 'kubeconfig of a file' });
    const configured = provider(await stackOf(onClusterApi(), { ...options, management: connection }));
    expect(configured).toMatchObject({ kubeconfig: 'kubeconfig of a file' });
    expect(configured).not.toHaveProperty('context');
  });

  test('is waited for until its control plane is ready, and only then its kubeconfig is read', () => {
    expect(the(run, CLUSTER).inputs['metadata']).toMatchObject({
      annotations: {
        'pulumi.com/waitFor': '["condition=ControlPlaneAvailable","condition=ControlPlaneMachinesReady"]',
      },
    });
    const workload = the(run, PROVIDER, 'atlas-prod-kubernetes');
    expect(workload.inputs).toMatchObject({
      kubeconfig: { secret: 'plain-kubeconfig' },
      clusterIdentifier: 'clusterApi:fra1:atlas-prod',
    });
    expect(before(run, workload)).toContain(the(run, CLUSTER).urn);
  });

  test('does not look for a kubeconfig at a preview before there is a cluster', async () => {
    const preview = await stackOf(onClusterApi(), { ...options, preview: true });
    expect(the(preview, PROVIDER, 'atlas-prod-kubernetes').inputs['kubeconfig']).toEqual({ secret: UNKNOWN });
  });

  test('is deleted before everything that it is made of, and hosts and credentials after their machines', () => {
    const cluster = the(run, CLUSTER);
    const later = before(run, cluster);
    const besides = ['ServiceAccount', 'Role', 'RoleBinding', 'Secret:atlas-prod/cluster-autoscaler'];
    for (const each of run.filter(isManagement))
      if (each !== cluster && !besides.some((name) => each.name.startsWith(name))) expect(later).toContain(each.urn);
    const machines = [the(run, CONTROL_PLANE), the(run, 'kubernetes:cluster.x-k8s.io/v1beta2:MachineDeployment')];
    const hosts = (of: Registered) => allOf(run, HOST).filter(({ urn }) => before(run, of).has(urn)).length;
    expect(machines.map(hosts)).toEqual([3, 2]);
    for (const host of allOf(run, HOST)) {
      const machine = host.name.split('/')[1];
      expect(before(run, host)).toContain(the(run, SECRET, `Secret:atlas-prod/${machine}-bmc`).urn);
    }
    const place = the(run, NAMESPACE, 'Namespace:atlas-prod').urn;
    for (const each of run.filter(isManagement)) if (each.urn !== place) expect(before(run, each)).toContain(place);
  });

  test('is protected with its namespace, its store’s key and machines that hold data, unless the environment is ephemeral', async () => {
    const names = (of: readonly Registered[]) =>
      of.filter(({ protect, retainOnDelete }) => protect && retainOnDelete).map(({ name }) => name);
    expect(names(run).sort()).toEqual([
      'BareMetalHost:atlas-prod/cp-1',
      'BareMetalHost:atlas-prod/cp-2',
      'BareMetalHost:atlas-prod/cp-3',
      'Cluster:atlas-prod/atlas-prod',
      'KubeadmControlPlane:atlas-prod/atlas-prod-control-plane',
      'Namespace:atlas-prod',
      'Secret:atlas-prod/atlas-prod-encryption',
      'Secret:atlas-prod/cp-1-bmc',
      'Secret:atlas-prod/cp-2-bmc',
      'Secret:atlas-prod/cp-3-bmc',
      'atlas-prod-control-plane-encryption',
    ]);
    const ephemeral = await stackOf(onClusterApi(), { ...options, deletion: 'ephemeral' });
    expect(ephemeral.filter(({ protect, retainOnDelete }) => protect || retainOnDelete)).toEqual([]);
    expect(the(ephemeral, 'kubernetes:storage.k8s.io/v1:StorageClass', 'StorageClass:plinth-block').deletedWith).toBe(
      the(ephemeral, CLUSTER).urn,
    );
  });

  test('has a control plane that encrypts Secrets, carries the platform’s controllers and goes without kube-proxy', () => {
    const { kubeadmConfigSpec, ...spec } = the(run, CONTROL_PLANE).inputs['spec'] as Record<string, unknown>;
    expect(spec).toEqual({
      replicas: 3,
      version: 'v1.36.3',
      rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0 } } },
      machineTemplate: {
        spec: {
          infrastructureRef: {
            apiGroup: 'infrastructure.cluster.x-k8s.io',
            kind: 'Metal3MachineTemplate',
            name: 'atlas-prod-control-plane-ab12cd34',
          },
        },
      },
    });
    expect(kubeadmConfigSpec).toMatchObject({
      clusterConfiguration: {
        apiServer: {
          certSANs: ['api.example.org'],
          extraArgs: [{ name: 'encryption-provider-config', value: '/etc/kubernetes/encryption.yaml' }],
        },
      },
      initConfiguration: { skipPhases: ['addon/kube-proxy'], nodeRegistration: { taints: [] } },
      joinConfiguration: { nodeRegistration: { taints: [] } },
      files: [
        {
          path: '/etc/kubernetes/encryption.yaml',
          permissions: '0600',
          contentFrom: { secret: { name: 'atlas-prod-encryption', key: 'config' } },
        },
      ],
    });
    const key = the(run, SECRET, 'Secret:atlas-prod/atlas-prod-encryption').inputs['stringData'];
    expect(key).toEqual({
      secret: { config: expect.stringContaining('secretbox: { keys: [{ name: first, secret: plain-bytes }] }') },
    });
  });

  test('alone has a control plane that needs a spare machine for a new image', async () => {
    const { target } = onClusterApi();
    const machines = 'machines' in target ? (target.machines ?? []) : [];
    const single = await built({}, { machines: machines.filter(({ name }) => name !== 'cp-2' && name !== 'cp-3') });
    expect(the(single, CONTROL_PLANE).inputs['spec']).toMatchObject({ replicas: 1 });
    expect(the(single, CONTROL_PLANE).inputs['spec']).not.toHaveProperty('rollout');
  });
});

describe('the network of a cluster that Cluster API makes', () => {
  const manifest = (of: readonly Registered[]) => {
    const { data } = the(of, 'kubernetes:core/v1:ConfigMap', 'ConfigMap:atlas-prod/atlas-prod-network').inputs as {
      data: Record<string, string>;
    };
    return (data['cilium.yaml'] ?? '').split('---\n').map((text) => JSON.parse(text));
  };

  test('is installed by a job that Cluster API brings once, after Rook’s manifests', async () => {
    const run = await built();
    expect(the(run, 'kubernetes:addons.cluster.x-k8s.io/v1beta2:ClusterResourceSet').inputs['spec']).toEqual({
      clusterSelector: { matchLabels: { 'plinth.dev/cluster': 'atlas-prod' } },
      resources: [{ kind: 'ConfigMap', name: 'atlas-prod-network' }],
      strategy: 'ApplyOnce',
    });
    expect(the(run, CLUSTER).inputs['metadata']).toMatchObject({ labels: { 'plinth.dev/cluster': 'atlas-prod' } });
    const pod = manifest(run).find(({ kind }) => kind === 'Job').spec.template.spec;
    expect(pod.initContainers[0]).toMatchObject({ image: 'registry.k8s.io/kubectl:v1.36.3' });
    expect(pod.initContainers[0].command).toEqual([
      ...['kubectl', 'apply', '--server-side', '--force-conflicts'],
      ...['crds', 'common', 'csi-operator', 'operator'].map(
        (file) => `--filename=https://raw.githubusercontent.com/rook/rook/v1.20.7/deploy/examples/${file}.yaml`,
      ),
    ]);
    const { command } = pod.containers[0];
    expect(command).toContain('--set=k8sServiceHost=api.example.org');
    expect(command).toContain('--set=k8sServicePort=6443');
    expect(command.join()).not.toContain('cgroup');
  });

  test('gives load balancers their addresses, as objects of the stack', async () => {
    const run = await built({}, { loadBalancers: '10.0.200.0/24' });
    expect(the(run, 'kubernetes:cilium.io/v2:CiliumLoadBalancerIPPool').inputs['spec']).toEqual({
      blocks: [{ cidr: '10.0.200.0/24' }],
    });
    expect(the(run, 'kubernetes:cilium.io/v2alpha1:CiliumL2AnnouncementPolicy').provider).toMatch(
      /atlas-prod-kubernetes$/,
    );
    expect(manifest(run).map(({ kind }) => kind)).toEqual(['ServiceAccount', 'ClusterRoleBinding', 'Job']);
  });
});
