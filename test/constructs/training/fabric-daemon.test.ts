import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import type { TrainJobSpec } from '../../../constructs/imports/trainer.gen.ts';
import { RayTrainingJob, TrainingJob, type TrainingJobProps } from '../../../constructs/training/index.ts';
import { EXISTING_NETWORKS } from '../../stacks/existing-networks.ts';
import { HIGH, job, MEGA, onPool, podOf, podsOf } from './daemon-sample.ts';
import { refusals } from './job-objects.ts';
import { objectsOfJob, visionJob } from './training-sample.ts';

function kinds(props: TrainingJobProps): string[] {
  return objectsOfJob(props).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
}

const codes = (props: TrainingJobProps) => refusals((scope) => new TrainingJob(scope, 'job', props));

describe('the receive daemon of GPUDirect-TCPXO', () => {
  test('is a side-car with what upstream asks for, and no more', () => {
    expect(podOf(job(MEGA)).spec?.initContainers).toEqual([
      {
        name: 'tcpxo-daemon',
        image: components['gpudirect-tcpxo'].images[1],
        command: [
          'sh',
          '-ec',
          'chmod 755 /fts/entrypoint_rxdm_container.sh\nexec /fts/entrypoint_rxdm_container.sh --num_hops=2 --num_nics=8 --uid= --alsologtostderr',
        ],
        env: [
          { name: 'LD_LIBRARY_PATH', value: '/usr/local/nvidia/lib64' },
          { name: 'HEALTH_CHECK_LOG_FILE', value: '/run/health-check' },
        ],
        restartPolicy: 'Always',
        resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '8Gi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_BIND_SERVICE'] },
          runAsNonRoot: false,
          runAsUser: 0,
        },
        volumeMounts: [
          { name: 'gpudirect-libraries', mountPath: '/usr/local/nvidia/lib64', readOnly: true },
          { name: 'gpudirect-sys', mountPath: '/hostsysfs', readOnly: true },
          { name: 'gpudirect-proc-sys', mountPath: '/hostprocsysfs' },
        ],
        startupProbe: { exec: { command: ['cat', '/run/health-check'] }, periodSeconds: 5, failureThreshold: 24 },
      },
    ]);
  });

  test('has its folders and devices, and the program the windows and the cards', () => {
    const { metadata, spec } = podOf(job(MEGA));
    expect(spec?.volumes?.filter(({ name }) => name.startsWith('gpudirect-'))).toEqual([
      { name: 'gpudirect-libraries', hostPath: { path: '/home/kubernetes/bin/nvidia/lib64', type: 'Directory' } },
      { name: 'gpudirect-sys', hostPath: { path: '/sys', type: 'Directory' } },
      { name: 'gpudirect-proc-sys', hostPath: { path: '/proc/sys', type: 'Directory' } },
      { name: 'gpudirect-windows', hostPath: { path: '/dev/aperture_devices', type: 'Directory' } },
    ]);
    const { annotations = {} } = metadata ?? {};
    expect(annotations['devices.gke.io/container.tcpxo-daemon']?.split('\n')).toEqual([
      ...Array.from({ length: 8 }, (_, index) => `- path: /dev/nvidia${index}`),
      '- path: /dev/nvidiactl',
      '- path: /dev/nvidia-uvm',
      '- path: /dev/dmabuf_import_helper',
      '',
    ]);
    expect(annotations['networking.gke.io/default-interface']).toBe('eth0');
    expect(JSON.parse(annotations['networking.gke.io/interfaces'] ?? '')).toEqual([
      { interfaceName: 'eth0', network: 'default' },
      ...Array.from({ length: 8 }, (_, index) => ({ interfaceName: `eth${index + 1}`, network: `gpu-${index}` })),
    ]);
    const [program] = spec?.containers ?? [];
    expect(program?.volumeMounts?.filter(({ name }) => name.startsWith('gpudirect-'))).toEqual([
      { name: 'gpudirect-windows', mountPath: '/dev/aperture_devices' },
    ]);
    expect(program?.env?.filter(({ name }) => name.startsWith('NCCL'))).toEqual([
      { name: 'NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY', value: '/dev/aperture_devices' },
      { name: 'NCCL_FASTRAK_CTRL_DEV', value: 'eth0' },
      { name: 'NCCL_FASTRAK_IFNAME', value: 'eth1,eth2,eth3,eth4,eth5,eth6,eth7,eth8' },
    ]);
    expect(program?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] },
    });
    expect(spec?.securityContext?.runAsNonRoot).toBe(true);
  });

  test('comes with a runtime of the job’s own, because a TrainJob cannot add a side-car', () => {
    expect(kinds(job(MEGA))).toEqual(['TrainingRuntime vision-fabric/llama', 'TrainJob vision-fabric/llama']);
    const trainJob = objectsOfJob(job(MEGA)).find(({ kind }) => kind === 'TrainJob') as unknown as {
      spec: TrainJobSpec;
    };
    const { runtimeRef, trainer } = trainJob.spec;
    expect(runtimeRef).toEqual({ apiGroup: 'trainer.kubeflow.org', kind: 'TrainingRuntime', name: 'llama' });
    expect(trainer).toMatchObject({ numNodes: 2, resourcesPerNode: { limits: { 'nvidia.com/gpu': '8' } } });
    expect(podOf(job(MEGA)).spec?.containers[0]?.image).toBe('registry.example.org/llama:1');
  });

  test('is beside the launcher of MPI too, which trains, and beside each pod of an elastic job', () => {
    const names = (change: Partial<TrainingJobProps>) =>
      podsOf(job(MEGA, change)).map(({ spec }) => spec?.initContainers?.map(({ name }) => name));
    expect(names({ framework: 'mpi', command: ['mpirun', 'train'] })).toEqual([['tcpxo-daemon'], ['tcpxo-daemon']]);
    expect(names({ elastic: { minNodes: 1 } })).toEqual([['tcpxo-daemon']]);
  });
});

test('the receive daemon of GPUDirect-TCPX meets the program at a socket, with four cards', () => {
  const { metadata, spec } = podOf(job(HIGH));
  const [daemon] = spec?.initContainers ?? [];
  expect(daemon).toMatchObject({
    name: 'tcpx-daemon',
    image: components['gpudirect-tcpx'].images[1],
    command: [
      'sh',
      '-ec',
      'umask 0\nexec /tcpgpudmarxd/build/app/tcpgpudmarxd --gpu_nic_preset a3vm --gpu_shmem_type fd --uds_path /run/tcpx --setup_param "--verbose 128 2 0"',
    ],
    securityContext: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
  });
  expect(daemon?.startupProbe).toBeUndefined();
  expect(daemon?.volumeMounts?.at(-1)).toEqual({ name: 'gpudirect-socket', mountPath: '/run/tcpx' });
  expect(spec?.containers[0]?.volumeMounts?.at(-1)).toEqual({ name: 'gpudirect-socket', mountPath: '/run/tcpx' });
  expect(spec?.volumes?.at(-1)).toEqual({ name: 'gpudirect-socket', emptyDir: {} });
  expect(metadata?.annotations?.['devices.gke.io/container.tcpx-daemon']).not.toContain('dmabuf');
  expect(JSON.parse(metadata?.annotations?.['networking.gke.io/interfaces'] ?? '')).toHaveLength(5);
});

describe('no receive daemon', () => {
  test('comes where the fabric needs none, nor to a job without a fabric', () => {
    expect(kinds(visionJob({ fabric: 'rdma' }))).toEqual(['TrainJob vision-fabric/llama']);
    expect(kinds(job(MEGA, { fabric: 'none' }))).toEqual(['TrainJob vision/llama']);
    expect(
      JSON.stringify([...objectsOfJob(visionJob({ fabric: 'rdma' })), ...objectsOfJob(job(MEGA, { fabric: 'none' }))]),
    ).not.toMatch(/daemon|gke\.io\/(container|interfaces)/);
  });

  test.each<readonly [string, () => string[], string[]]>([
    ['half a node', () => codes(job(MEGA, { acceleratorsPerNode: 4 })), ['TRAINING_FABRIC_SIDECAR']],
    [
      'a Ray job',
      () =>
        refusals((scope) => new RayTrainingJob(scope, 'job', { ...job(MEGA), image: 'r', entrypoint: 'python t.py' })),
      ['TRAINING_FABRIC_SIDECAR'],
    ],
    [
      'a network that is somebody else’s, where the cards are in none',
      () => codes(job(onPool({ instance: 'a3-megagpu-8g' }, { network: EXISTING_NETWORKS.gcp }))),
      ['TRAINING_FABRIC_MISSING'],
    ],
  ])('can come with %s: the job is refused instead of hanging', (_, tried, expected) => {
    expect(tried()).toEqual(expected);
  });

  test('is no finding where a TrainingJob takes whole nodes', () => {
    expect(codes(job(MEGA))).toEqual([]);
  });
});
