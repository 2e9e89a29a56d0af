import { describe, expect, test } from 'vitest';
import { allOf, stackOf, the } from '../../recorded-stack.ts';
import type { Registered } from '../../recording.ts';
import { IMAGE, METAL3_MACHINES, management, onClusterApi } from '../baremetal-sample.ts';

const DEPLOYMENT = 'kubernetes:cluster.x-k8s.io/v1beta2:MachineDeployment';
const JOIN = 'kubernetes:bootstrap.cluster.x-k8s.io/v1beta2:KubeadmConfigTemplate';
const TEMPLATE = 'kubernetes:infrastructure.cluster.x-k8s.io/v1beta2:Metal3MachineTemplate';
const HOST = 'kubernetes:metal3.io/v1alpha1:BareMetalHost';
const SECRET = 'kubernetes:core/v1:Secret';

const options = { management, layer: 'infrastructure' } as const;
const built = (...input: Parameters<typeof onClusterApi>) => stackOf(onClusterApi(...input), options);
const annotationsOf = (run: readonly Registered[]) =>
  (the(run, DEPLOYMENT).inputs['metadata'] as { annotations: Record<string, string> }).annotations;

/** What a kubelet may say of its own node below Kubernetes’ domains. */
const ALLOWED = /^(topology\.kubernetes\.io\/zone|([a-z-]+\.)*(kubelet|node)\.kubernetes\.io\/.+)$/;

describe('a pool of machines that Cluster API makes', () => {
  test('joins with labels and taints of the facts from its first moment, under its host’s name and address', async () => {
    const run = await built({ labels: { 'example.org/tier': 'gold' } });
    const labels = [
      'metal3.io/uuid={{ ds.meta_data.uuid }}',
      'topology.kubernetes.io/zone={{ ds.meta_data.plinth_site }}',
      'example.org/tier=gold',
      'nvidia.com/gpu.deploy.driver=false',
      'plinth.dev/pool=train',
    ];
    expect(the(run, JOIN).inputs['spec']).toEqual({
      template: {
        spec: {
          joinConfiguration: {
            nodeRegistration: {
              name: '{{ ds.meta_data.plinth_host }}',
              kubeletExtraArgs: [
                { name: 'node-ip', value: '{{ ds.meta_data.plinth_address }}' },
                { name: 'node-labels', value: labels.join(',') },
              ],
              taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
            },
          },
        },
      },
    });
    for (const key of labels.map((label) => label.split('=')[0] ?? ''))
      expect(/(^|\.)(kubernetes|k8s)\.io\//.test(key) && !ALLOWED.test(key)).toBe(false);
    expect(the(run, 'kubernetes:infrastructure.cluster.x-k8s.io/v1beta2:Metal3DataTemplate').inputs['spec']).toEqual({
      clusterName: 'atlas-prod',
      metaData: {
        objectNames: [{ key: 'plinth_host', object: 'baremetalhost' }],
        fromLabels: [{ key: 'plinth_site', object: 'baremetalhost', label: 'plinth.dev/site' }],
        fromAnnotations: [{ key: 'plinth_address', object: 'baremetalhost', annotation: 'plinth.dev/address' }],
      },
    });
  });

  test('pulls from the site’s registries', async () => {
    const mirrors = { 'quay.io': 'https://quay.example.org', 'docker.io': 'https://mirror.example.org/v2/docker.io' };
    const { files } = (
      the(await built({}, { mirrors }), JOIN).inputs['spec'] as never as {
        template: { spec: { files: { path: string; content: string }[] } };
      }
    ).template.spec;
    expect(files.map(({ content, path }) => [path, content])).toEqual([
      [
        '/etc/containerd/certs.d/docker.io/hosts.toml',
        '[host."https://mirror.example.org/v2/docker.io"]\n  capabilities = ["pull", "resolve"]\n  override_path = true\n',
      ],
      [
        '/etc/containerd/certs.d/quay.io/hosts.toml',
        '[host."https://quay.example.org"]\n  capabilities = ["pull", "resolve"]\n',
      ],
    ]);
  });

  test('is left to the autoscaler between its bounds, which knows a node before there is one', async () => {
    const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
    const run = await built({ instance: undefined, machine, nodes: { min: 0, max: 2 } });
    expect(the(run, DEPLOYMENT).inputs['spec']).not.toHaveProperty('replicas');
    expect(annotationsOf(run)).toEqual({
      'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': '0',
      'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '2',
      'cluster.x-k8s.io/autoscaling-options-maxnodeprovisiontime': '1h0m0s',
      'capacity.cluster-autoscaler.kubernetes.io/cpu': '192',
      'capacity.cluster-autoscaler.kubernetes.io/memory': '2048Gi',
      'capacity.cluster-autoscaler.kubernetes.io/labels': 'nvidia.com/gpu.deploy.driver=false,plinth.dev/pool=train',
      'capacity.cluster-autoscaler.kubernetes.io/taints': 'nvidia.com/gpu=present:NoSchedule',
      'capacity.cluster-autoscaler.kubernetes.io/gpu-type': 'nvidia.com/gpu',
      'capacity.cluster-autoscaler.kubernetes.io/gpu-count': '8',
    });
  });

  test('offers partitions and claimed devices to the autoscaler as jobs ask for them', async () => {
    const prefix = 'capacity.cluster-autoscaler.kubernetes.io';
    const cut = annotationsOf(await built({ sharing: { kind: 'partition', profile: '1g.10gb' } }));
    expect([cut[`${prefix}/gpu-type`], cut[`${prefix}/gpu-count`]]).toEqual(['nvidia.com/mig-1g.10gb', '56']);
    const claimed = annotationsOf(await built({ allocator: 'dra' }));
    expect([claimed[`${prefix}/dra-driver`], claimed[`${prefix}/gpu-count`]]).toEqual(['gpu.nvidia.com', '8']);
    expect(claimed).not.toHaveProperty(`${prefix}/gpu-type`);
  });

  test('that keeps its size has all its nodes, no bounds, and no way to the management cluster', async () => {
    const run = await built({ nodes: { min: 2, max: 2 } });
    expect(the(run, DEPLOYMENT).inputs['spec']).toMatchObject({ replicas: 2 });
    expect(annotationsOf(run)).toEqual({});
    expect(run.map(({ name }) => name).filter((name) => name.includes('autoscaler'))).toEqual([]);
  });

  test('is made from hosts that are meant for it, with the image of the spec', async () => {
    const run = await built();
    expect(the(run, TEMPLATE, 'Metal3MachineTemplate:atlas-prod/atlas-prod-train-ab12cd34').inputs['spec']).toEqual({
      template: {
        spec: {
          image: { ...IMAGE, checksumType: 'sha256', diskFormat: 'qcow2' },
          hostSelector: { matchLabels: { 'plinth.dev/machines': 'train' } },
          dataTemplate: { name: 'atlas-prod' },
        },
      },
    });
    expect(the(run, DEPLOYMENT).inputs['spec']).toMatchObject({
      clusterName: 'atlas-prod',
      rollout: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
      template: {
        spec: {
          version: 'v1.36.3',
          bootstrap: { configRef: { kind: 'KubeadmConfigTemplate', name: 'atlas-prod-train' } },
          infrastructureRef: { kind: 'Metal3MachineTemplate', name: 'atlas-prod-train-ab12cd34' },
        },
      },
    });
  });

  test('is made anew from another image, because it names another template', async () => {
    const image = { url: IMAGE.url, checksum: 'ef'.repeat(64) };
    const run = await built({}, { image });
    const template = the(run, TEMPLATE, 'Metal3MachineTemplate:atlas-prod/atlas-prod-train-efefefef');
    expect(template.inputs['spec']).toMatchObject({ template: { spec: { image: { checksumType: 'sha512' } } } });
  });

  test('of accelerators is protected, until it is allowed to go', async () => {
    expect(the(await built(), DEPLOYMENT).protect).toBe(true);
    expect(the(await built({ instance: undefined, machine: { vcpus: 64, memory: '512Gi' } }), DEPLOYMENT).protect).toBe(
      false,
    );
  });
});

describe('a host', () => {
  test('is reached at its controller, starts from its card and is written to its disk', async () => {
    const run = await built();
    const host = the(run, HOST, 'BareMetalHost:atlas-prod/gpu-1');
    expect(host.inputs).toMatchObject({
      metadata: {
        labels: { 'plinth.dev/machines': 'train', 'plinth.dev/site': 'fra1' },
        annotations: { 'plinth.dev/address': '10.0.1.1' },
      },
      spec: {
        online: true,
        bmc: {
          address: 'redfish-virtualmedia://10.0.9.3/redfish/v1/Systems/1',
          credentialsName: 'gpu-1-bmc',
          disableCertificateVerification: false,
        },
        bootMACAddress: '0c:42:a1:00:00:03',
        rootDeviceHints: { deviceName: '/dev/sda' },
        automatedCleaningMode: 'disabled',
      },
    });
    expect(host.ignoreChanges).toEqual(['spec.online']);
    expect(the(run, SECRET, 'Secret:atlas-prod/gpu-1-bmc').inputs['stringData']).toEqual({
      secret: { username: 'admin', password: 'plain-gpu-1' },
    });
  });

  test('may name a Secret that is there already, and then none is made', async () => {
    const machines = METAL3_MACHINES.map((machine) => ({
      ...machine,
      bmc: { address: 'ipmi://10.0.9.1', credentials: 'ours', certificate: 'unchecked' as const },
    }));
    const run = await built({}, { machines });
    expect(the(run, HOST, 'BareMetalHost:atlas-prod/gpu-1').inputs['spec']).toMatchObject({
      bmc: { credentialsName: 'ours', disableCertificateVerification: true },
    });
    expect(allOf(run, SECRET).map(({ name }) => name)).not.toContain('Secret:atlas-prod/gpu-1-bmc');
  });

  test('is wiped only in an ephemeral environment', async () => {
    const run = await stackOf(onClusterApi(), { ...options, deletion: 'ephemeral' });
    for (const host of allOf(run, HOST))
      expect(host.inputs['spec']).toMatchObject({ automatedCleaningMode: 'metadata' });
  });
});

describe('the cluster autoscaler', () => {
  test('has a kubeconfig of the management cluster, of an account that changes numbers and sees no Secrets', async () => {
    const run = await built();
    const { secret } = the(run, SECRET, 'Secret:cluster-autoscaler/management-kubeconfig').inputs[
      'stringData'
    ] as never as {
      secret: { value: string };
    };
    expect(JSON.parse(secret.value)).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'management',
          cluster: { server: 'https://management.example.org:6443', 'certificate-authority-data': 'Q0E=' },
        },
      ],
      users: [{ name: 'atlas-prod', user: { token: 'plain-token' } }],
      contexts: [
        { name: 'atlas-prod', context: { cluster: 'management', namespace: 'atlas-prod', user: 'atlas-prod' } },
      ],
      'current-context': 'atlas-prod',
    });
    const role = the(run, 'kubernetes:rbac.authorization.k8s.io/v1:Role', 'Role:atlas-prod/cluster-autoscaler');
    const { rules } = role.inputs as never as { rules: { resources: string[] }[] };
    expect(rules.flatMap(({ resources }) => resources)).toEqual([
      ...['machinedeployments', 'machinesets', 'machinepools', 'machines'],
      ...['machinedeployments/scale', 'machinesets/scale', 'machinepools/scale', 'metal3machinetemplates'],
    ]);
    expect(the(run, SECRET, 'Secret:atlas-prod/cluster-autoscaler').inputs).toMatchObject({
      type: 'kubernetes.io/service-account-token',
      metadata: {
        annotations: {
          'kubernetes.io/service-account.name': 'cluster-autoscaler',
          'pulumi.com/waitFor': 'jsonpath={.data.token}',
        },
      },
    });
  });
});
