import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import { type Registered, UNKNOWN } from '../recording.ts';
import { MACHINES, onBaremetal } from './baremetal-sample.ts';
import { configurationOf, patchOf } from './configurations.ts';

const APPLY = 'talos:machine/configurationApply:ConfigurationApply';
const CP1 = 'atlas-prod-machine-cp-1';

const built = (...input: Parameters<typeof onBaremetal>) => stackOf(onBaremetal(...input), { layer: 'infrastructure' });

describe('the control plane on machines of one’s own', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await built({}, { loadBalancers: '10.1.200.0/24' });
  });

  test('has keys that are protected, and hidden wherever they go', () => {
    expect(the(run, 'talos:machine/secrets:Secrets')).toMatchObject({
      inputs: { talosVersion: 'v1.13.0' },
      protect: true,
      retainOnDelete: true,
    });
    const client = { caCertificate: 'CA', clientCertificate: 'CERT', clientKey: 'plain-client-key' };
    for (const { inputs } of run.filter(({ inputs }) => 'clientConfiguration' in inputs))
      expect(inputs['clientConfiguration']).toEqual({ secret: client });
    for (const { inputs } of allOf(run, APPLY))
      expect(inputs['machineConfigurationInput']).toEqual({ secret: expect.stringContaining('plain-machine-keys') });
    expect(the(run, 'pulumi:providers:kubernetes').inputs).toMatchObject({
      kubeconfig: { secret: 'plain-kubeconfig' },
      clusterIdentifier: 'talos:fra1:atlas-prod',
    });
  });

  test('is generated for the versions of the catalogue, and reached at the endpoint of the spec', async () => {
    expect(configurationOf(run, CP1)).toMatchObject({
      clusterName: 'atlas-prod',
      clusterEndpoint: 'https://api.example.org:6443',
      machineType: 'controlplane',
      machineSecrets: { cluster: { secret: 'plain-cluster-secret' } },
      talosVersion: 'v1.13.0',
      kubernetesVersion: '1.36.3',
      docs: false,
      examples: false,
    });
    const alone = await built({}, { endpoint: undefined });
    expect(configurationOf(alone, CP1).clusterEndpoint).toBe('https://10.0.0.1:6443');
  });

  test('begins once, on its first machine, and lets nobody in before all of it is there', () => {
    const begun = the(run, 'talos:machine/bootstrap:Bootstrap');
    expect(begun.inputs).toMatchObject({ node: '10.0.0.1' });
    expect(begun.dependencies).toContain(the(run, APPLY, CP1).urn);
    expect(begun.dependencies).not.toContain(the(run, APPLY, 'atlas-prod-machine-cp-2').urn);
    const way = before(run, the(run, 'talos:cluster/kubeconfig:Kubeconfig'));
    for (const number of [1, 2, 3]) expect(way).toContain(the(run, APPLY, `atlas-prod-machine-cp-${number}`).urn);
    expect(way).toContain(begun.urn);
  });

  test('carries the platform’s controllers, and has no network plugin but the one that it is given', () => {
    const { cluster, machine } = patchOf(run, CP1);
    expect(cluster).toMatchObject({
      network: { cni: { name: 'none' }, podSubnets: ['10.128.0.0/12'], serviceSubnets: ['172.20.0.0/16'] },
      proxy: { disabled: true },
      allowSchedulingOnControlPlanes: true,
      apiServer: { certSANs: ['api.example.org'] },
      etcd: { advertisedSubnets: ['10.0.0.0/16'] },
      extraManifests: ['crds', 'common', 'csi-operator', 'operator'].map(
        (file) => `https://raw.githubusercontent.com/rook/rook/v1.20.7/deploy/examples/${file}.yaml`,
      ),
    });
    expect(machine['nodeLabels']).toEqual({ 'topology.kubernetes.io/zone': 'fra1', 'plinth.dev/role': 'system' });
    expect(machine['install']).toEqual({
      disk: '/dev/nvme0n1',
      image: 'factory.talos.dev/metal-installer/atlas-prod-images-plain-id:v1.13.0',
      wipe: false,
    });
  });

  test('installs Cilium, which matches nodes by address and encrypts, and announces load balancers if there are any', async () => {
    const manifests = (of: readonly Registered[]) =>
      patchOf(of, CP1).cluster['inlineManifests'] as { name: string; contents: string }[];
    const [cilium, balancers] = manifests(run);
    const job = JSON.parse(cilium?.contents.split('---\n')[2] ?? '');
    const [installer] = job.spec.template.spec.containers;
    expect(installer.image).toBe('quay.io/cilium/cilium-cli:v0.18.7');
    expect(installer.command).toEqual(
      expect.arrayContaining([
        'install',
        '--version=1.20.2',
        '--set=kubeProxyReplacement=true',
        '--set=k8sServicePort=7445',
        '--set=policyCIDRMatchMode=nodes',
        '--set=encryption.type=wireguard',
        '--set=l2announcements.enabled=true',
      ]),
    );
    expect(balancers?.contents).toContain('"blocks":[{"cidr":"10.1.200.0/24"}]');
    expect(manifests(await built()).map(({ name }) => name)).toEqual(['cilium']);
  });

  test('knows at its first preview the cluster’s identity, and no key', async () => {
    const preview = await stackOf(onBaremetal(), { layer: 'infrastructure', preview: true });
    expect(the(preview, 'pulumi:providers:kubernetes').inputs).toMatchObject({
      kubeconfig: { secret: UNKNOWN },
      clusterIdentifier: 'talos:fra1:atlas-prod',
    });
  });
});

describe('every machine', () => {
  test('gets one configuration, through its own resource, from one provider', async () => {
    const run = await built();
    const applied = allOf(run, APPLY);
    expect(applied.map(({ inputs }) => inputs['node']).sort()).toEqual(MACHINES.map(({ address }) => address).sort());
    const { urn } = the(run, 'pulumi:providers:talos');
    for (const { provider } of run.filter(({ custom, type }) => custom && type.startsWith('talos:')))
      expect(provider).toBe(urn);
  });

  test('runs on when it leaves the spec; one of an ephemeral environment is reset', async () => {
    const resets = async (deletion: 'protected' | 'ephemeral') =>
      allOf(await stackOf(onBaremetal(), { layer: 'infrastructure', deletion }), APPLY).map(
        ({ inputs }) => inputs['onDestroy'],
      );
    expect(new Set(await resets('protected'))).toEqual(new Set([undefined]));
    for (const reset of await resets('ephemeral'))
      expect(reset).toEqual({ reset: true, graceful: false, reboot: true });
  });

  test('pulls through the mirrors of its site', async () => {
    const mirrors = {
      'registry.k8s.io': 'https://mirror.example.org',
      'docker.io': 'http://10.0.9.9:5000/v2/docker.io',
    };
    const { machine } = patchOf(await built({}, { mirrors }), 'atlas-prod-machine-gpu-1');
    expect(machine['registries']).toEqual({
      mirrors: {
        'docker.io': { endpoints: ['http://10.0.9.9:5000/v2/docker.io'], overridePath: true },
        'registry.k8s.io': { endpoints: ['https://mirror.example.org'], overridePath: false },
      },
    });
  });

  test('is called what the spec calls it, and has its site for a zone', async () => {
    const machines = MACHINES.map((machine, index) => ({ ...machine, site: index === 4 ? 'muc1' : 'fra1' }));
    const run = await built({}, { machines });
    const { configPatches } = configurationOf(run, 'atlas-prod-machine-gpu-2');
    expect(JSON.parse(configPatches[1] ?? '')).toEqual({
      apiVersion: 'v1alpha1',
      kind: 'HostnameConfig',
      hostname: 'gpu-2',
      auto: 'off',
    });
    const zone = (name: string) =>
      (patchOf(run, name).machine['nodeLabels'] as Record<string, string>)['topology.kubernetes.io/zone'];
    expect([zone('atlas-prod-machine-gpu-1'), zone('atlas-prod-machine-gpu-2')]).toEqual(['fra1', 'muc1']);
  });
});
