import { installed } from '../evidence.ts';
import type { ChecklistItem } from '../item.ts';

const DRIVER_OPERATORS = ['nvidia-gpu-operator', 'amd-gpu-operator', 'aws-neuron', 'ascend-device-plugin'];

/** What is asked of accelerators and their drivers. */
export const ACCELERATOR_ITEMS: readonly ChecklistItem[] = [
  {
    id: 'driver_runtime_management',
    section: 'accelerators',
    level: 'SHOULD',
    asks: 'drivers and container runtimes on accelerator nodes are kept at known versions, and that can be checked',
    needsHardware: 'that the driver really loads',
    tests: [],
    show: (scene) => {
      const objects = installed(scene, ...DRIVER_OPERATORS, 'node-feature-discovery', 'nvidia-dra-driver');
      if (objects.length > 0) return { status: 'Implemented', objects };
      return scene.spec.target.kind === 'gcp'
        ? { status: 'Implemented', objects: ['GKE installs the driver by the pool’s gpuDriverInstallation (stack)'] }
        : { status: 'Not Implemented', objects, gap: 'no operator of drivers is installed' };
    },
  },
  {
    id: 'gpu_sharing',
    section: 'accelerators',
    level: 'SHOULD',
    asks: 'a share of an accelerator can be asked for, as a partition or by time',
    needsHardware: 'that partitions are really made',
    tests: [],
    show: ({ spec }) => {
      const shared = spec.pools.filter(({ sharing }) => sharing.kind !== 'whole');
      const objects = shared.map(({ name, sharing }) => `pool ${name}: ${sharing.kind}`);
      return shared.length > 0
        ? { status: 'Implemented', objects }
        : { status: 'Partially Implemented', objects, gap: 'no pool of this platform divides its accelerators' };
    },
  },
  {
    id: 'virtualized_accelerator',
    section: 'accelerators',
    level: 'SHOULD',
    asks: 'virtual accelerators are offered and managed as partitions are',
    tests: [],
    show: () => ({
      status: 'Not Implemented',
      objects: [],
      gap: 'machines with vGPU need a licence server and a hypervisor, which Plinth does not set up',
    }),
  },
];
