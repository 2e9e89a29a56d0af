import { describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { PoolInput } from '../target-sample.ts';
import { MACHINES, onBaremetal } from './baremetal-sample.ts';
import { configurationOf, patchOf } from './configurations.ts';

const SCHEMATIC = 'talos:imageFactory/schematic:Schematic';
const GPU1 = 'atlas-prod-machine-gpu-1';

const MI300X = { accelerator: 'amd-mi300x', count: 8, vcpus: 192, memory: '2Ti' } as const;

const built = (...input: Parameters<typeof onBaremetal>) => stackOf(onBaremetal(...input), { layer: 'infrastructure' });
const extensions = async (...input: Parameters<typeof onBaremetal>) =>
  allOf(await built(...input), SCHEMATIC).map(({ inputs }) => {
    const { customization } = JSON.parse(inputs['schematic'] as string);
    return customization.systemExtensions.officialExtensions;
  });

describe('a machine of a pool', () => {
  test('joins as a worker, with labels and taints of the facts from its first moment', async () => {
    const run = await built({ labels: { 'example.org/tier': 'gold' } });
    expect(configurationOf(run, GPU1).machineType).toBe('worker');
    expect(patchOf(run, GPU1)).toEqual({
      machine: {
        install: {
          disk: '/dev/sda',
          image: 'factory.talos.dev/metal-installer/atlas-prod-images-nvidia-id:v1.13.0',
          wipe: false,
        },
        nodeLabels: {
          'topology.kubernetes.io/zone': 'fra1',
          'example.org/tier': 'gold',
          'nvidia.com/gpu.deploy.container-toolkit': 'false',
          'nvidia.com/gpu.deploy.driver': 'false',
          'plinth.dev/pool': 'train',
        },
        kubelet: {
          nodeIP: { validSubnets: ['10.0.0.0/16'] },
          extraConfig: {
            registerWithTaints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
          },
        },
        registries: { mirrors: {} },
        kernel: { modules: ['nvidia', 'nvidia_uvm', 'nvidia_drm', 'nvidia_modeset'].map((name) => ({ name })) },
        sysctls: { 'net.core.bpf_jit_harden': '1' },
      },
      cluster: {
        network: { cni: { name: 'none' }, podSubnets: ['10.128.0.0/12'], serviceSubnets: ['172.20.0.0/16'] },
        proxy: { disabled: true },
      },
    });
  });

  test('keeps layers where nodes hand images to one another; Talos reads one folder of registries by itself', async () => {
    const images = { peers: { kind: 'spegel', registries: ['ghcr.io'], trust: 'shared' } } as const;
    const run = await stackOf({ ...onBaremetal(), images }, { layer: 'infrastructure' });
    for (const machine of [GPU1, 'atlas-prod-machine-cp-1'])
      expect(patchOf(run, machine).machine['files']).toEqual([
        {
          path: '/etc/cri/conf.d/20-customization.part',
          op: 'create',
          content: "[plugins.'io.containerd.cri.v1.images']\n  discard_unpacked_layers = false\n",
        },
      ]);
  });

  test('has the driver of its accelerators in its image; machines with the same extensions share one', async () => {
    const nvidia = [
      'siderolabs/nvidia-container-toolkit-production',
      'siderolabs/nvidia-open-gpu-kernel-modules-production',
    ];
    expect(await extensions()).toEqual([[], nvidia]);
    expect(await extensions({ instance: undefined, machine: MI300X })).toEqual([[], ['siderolabs/amdgpu']]);
  });

  test('without accelerators has the plain image, no taints and no modules', async () => {
    const cpu = { instance: undefined, machine: { vcpus: 64, memory: '512Gi' } } as const;
    expect(await extensions(cpu)).toEqual([[]]);
    const { machine } = patchOf(await built(cpu), GPU1);
    expect(machine).not.toHaveProperty('kernel');
    expect(machine['kubelet']).toEqual({ nodeIP: { validSubnets: ['10.0.0.0/16'] } });
  });

  test('has the sandboxes that teams demand', async () => {
    const input = onBaremetal();
    const teams = input.teams.map((team) => ({ ...team, sandbox: 'gvisor' as const }));
    const run = await stackOf({ ...input, teams }, { layer: 'infrastructure' });
    expect(the(run, SCHEMATIC, 'atlas-prod-images-gvisor-nvidia').inputs['schematic']).toContain('siderolabs/gvisor');
  });

  test('cut into partitions carries the name of its cut', async () => {
    const { machine } = patchOf(await built({ sharing: { kind: 'partition', profile: '1g.10gb' } }), GPU1);
    expect(machine['nodeLabels']).toMatchObject({ 'nvidia.com/mig.config': 'train' });
  });

  test('keeps its identity when it goes to another pool', async () => {
    const urns = async (pool: string) => {
      const names = ['train', 'other'];
      const machines = MACHINES.map((machine) => (machine.name === 'gpu-2' ? { ...machine, pool } : machine));
      const input = onBaremetal({}, { machines });
      const pools = names.map((name) => ({ ...input.pools[0], name, nodes: { min: 1, max: 1 } })) as PoolInput[];
      const teams = input.teams.map((team) => ({
        ...team,
        quota: { train: { guaranteed: 1 }, other: { guaranteed: 1 } },
      }));
      const run = await stackOf({ ...input, pools, teams }, { layer: 'infrastructure' });
      return run.filter(({ name }) => name === 'atlas-prod-machine-gpu-2').map(({ urn }) => urn);
    };
    expect(await urns('other')).toEqual(await urns('train'));
  });

  test('outlives every object of the cluster', async () => {
    const run = await stackOf(onBaremetal());
    const earlier = before(run, the(run, 'kubernetes:core/v1:Namespace', 'Namespace:vision'));
    for (const { type, urn } of run) if (type.startsWith('talos:')) expect(earlier).toContain(urn);
  });
});
