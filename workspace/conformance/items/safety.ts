import { installed, objectsOf } from '../evidence.ts';
import type { ChecklistItem } from '../item.ts';

/** What is asked of isolation and of controllers. */
export const SAFETY_ITEMS: readonly ChecklistItem[] = [
  {
    id: 'secure_accelerator_access',
    section: 'security',
    level: 'MUST',
    asks: 'a container has only the accelerators that Kubernetes gave it',
    needsHardware: 'that a container without one sees none',
    tests: [
      {
        file: 'test/e2e/tenancy.e2e.test.ts',
        name: 'an RDMA device in the work namespace, or more accelerators than the ceiling, is beyond the quota',
      },
      { file: 'test/e2e/control-plane.e2e.test.ts', name: 'refuses what Pod Security forbids' },
    ],
    show: (scene) => {
      const guarded = scene.has('ValidatingAdmissionPolicyBinding', 'plinth-team-pods', undefined);
      const objects = [
        ...objectsOf(scene, 'ValidatingAdmissionPolicy', 'ResourceQuota'),
        ...installed(scene, 'nvidia-gpu-operator', 'amd-gpu-operator', 'nvidia-dra-driver', 'nvidia-container-toolkit'),
      ];
      return guarded
        ? { status: 'Implemented', objects }
        : { status: 'Not Implemented', objects, gap: 'nothing holds pods of teams to the restricted level' };
    },
  },
  {
    id: 'robust_controller',
    section: 'operator',
    level: 'MUST',
    asks: 'an operator with definitions of its own runs, refuses wrong objects and brings up right ones',
    tests: [
      { file: 'test/e2e/control-plane.e2e.test.ts', name: 'refuses a queue that borrows without a cohort' },
      { file: 'test/e2e/control-plane.e2e.test.ts', name: 'runs a TrainJob to its end' },
      { file: 'test/e2e/control-plane.e2e.test.ts', name: 'brings up a RayCluster' },
    ],
    show: (scene) => {
      const objects = installed(scene, 'kueue', 'kuberay', 'kubeflow-trainer', 'kserve');
      return objects.length > 0
        ? { status: 'Implemented', objects }
        : { status: 'Not Implemented', objects, gap: 'no operator of machine learning is installed' };
    },
  },
];
