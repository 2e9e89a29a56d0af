import { gone, type SampleRun } from './sample-run.ts';

const NODES = { 'train-0': 'train', 'train-1': 'train', 'cpu-0': 'cpu', 'cpu-1': 'cpu' } as const;

/** Nodes: busy, one restarts, a port of the fabric is lost for a minute. */
export function nodes(run: SampleRun): void {
  for (const [node, pool] of Object.entries(NODES)) {
    run.gauge('kube_node_labels', { node, label_plinth_dev_pool: pool }, 1);
    // A taint of another kind, which says nothing of faults.
    if (pool === 'train')
      run.gauge('kube_node_spec_taint', { node, key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }, 1);
    // One node restarts for six minutes.
    run.gauge(
      'kube_node_status_condition',
      { node, condition: 'Ready', status: 'true' },
      node === 'cpu-1' ? gone(200, 6) : 1,
    );
    run.counter('node_cpu_seconds_total', { node, cpu: '0', mode: 'idle' }, 30);
    run.gauge('node_memory_MemTotal_bytes', { node }, 1e12);
    run.gauge('node_memory_MemAvailable_bytes', { node }, (_, chance) => 4e11 + chance() * 1e11);
    if (pool !== 'train') continue;
    const amount = { node, resource: 'nvidia_com_gpu', unit: 'integer' };
    run.gauge('kube_node_status_capacity', amount, 8);
    run.gauge('kube_node_status_allocatable', amount, 8);
    for (const device of ['mlx5_0', 'mlx5_1', 'mlx5_9']) {
      // The last has no cable. A link goes down for a minute, once.
      const state = device === 'mlx5_9' ? 1 : (minute: number) => (device === 'mlx5_1' && minute === 150 ? 1 : 4);
      run.gauge('node_infiniband_state_id', { node, device, port: '1' }, state);
      run.gauge('node_infiniband_link_downed_total', { node, device, port: '1' }, (minute) =>
        device === 'mlx5_1' && minute >= 150 ? 1 : 0,
      );
      run.counter(
        'node_infiniband_port_data_transmitted_bytes_total',
        { node, device, port: '1' },
        device === 'mlx5_9' ? 0 : 6e11,
      );
    }
  }
}

/** Devices: busy but for a checkpoint each hour, one hot for minutes, one with a fault of a program’s own. */
export function devices(run: SampleRun): void {
  for (const node of ['train-0', 'train-1']) {
    for (let gpu = 0; gpu < 8; gpu++) {
      const labels = {
        gpu: `${gpu}`,
        UUID: `GPU-${node}-${gpu}`,
        device: `nvidia${gpu}`,
        modelName: 'NVIDIA H100 80GB HBM3',
        Hostname: node,
        namespace: node === 'train-0' ? 'vision' : 'speech',
        pod: `job-${node}`,
        container: 'trainer',
      };
      // All wait at a checkpoint for five minutes in each hour.
      run.gauge('DCGM_FI_DEV_GPU_UTIL', labels, (minute, chance) => (minute % 60 < 5 ? 0 : 88 + chance() * 12));
      run.gauge('DCGM_FI_DEV_SM_CLOCK', labels, (minute, chance) => (minute % 60 < 5 ? 1_200 : 1_800 + chance() * 180));
      // One runs hot for some minutes.
      run.gauge('DCGM_FI_DEV_GPU_TEMP', labels, (minute, chance) =>
        gpu === 3 && minute % 300 < 8 ? 87 : 62 + chance() * 12,
      );
      run.gauge('DCGM_FI_DEV_POWER_USAGE', labels, (_, chance) => 600 + chance() * 80);
      run.gauge('DCGM_FI_DEV_FB_USED', labels, 70_000);
      run.gauge('DCGM_FI_DEV_FB_FREE', labels, 11_000);
      // A program of the team read where it must not (31): its own mistake.
      run.gauge('DCGM_FI_DEV_XID_ERRORS', labels, (minute) =>
        node === 'train-1' && gpu === 5 && minute > 120 ? 31 : 0,
      );
      for (const counter of [
        'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL',
        'DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS',
        'DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL',
      ])
        run.counter(counter, labels, 0);
      run.gauge('DCGM_FI_DEV_ROW_REMAP_FAILURE', labels, 0);
    }
  }
}
