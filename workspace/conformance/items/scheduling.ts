import { installed, objectsOf } from '../evidence.ts';
import type { ChecklistItem } from '../item.ts';

/** What is asked of queues and scalers. */
export const SCHEDULING_ITEMS: readonly ChecklistItem[] = [
  {
    id: 'gang_scheduling',
    section: 'schedulingOrchestration',
    level: 'MUST',
    asks: 'the pods of a distributed job start together or not at all',
    tests: [
      {
        file: 'test/e2e/workloads.e2e.test.ts',
        name: 'a gang that is larger than what is free starts no pod at all, while a smaller job runs',
      },
    ],
    show: (scene) => {
      const objects = [...installed(scene, 'kueue', 'jobset'), ...objectsOf(scene, 'ClusterQueue', 'LocalQueue')];
      return scene.of('ClusterQueue').length > 0
        ? { status: 'Implemented', objects }
        : { status: 'Not Implemented', objects, gap: 'there is no queue' };
    },
  },
  {
    id: 'cluster_autoscaling',
    section: 'schedulingOrchestration',
    level: 'MUST',
    asks: 'where nodes are scaled, pools of a given accelerator grow and shrink with the pods that wait',
    needsHardware: 'that the cloud sells the machines',
    tests: [
      {
        file: 'test/e2e/autoscaling.e2e.test.ts',
        name: 'buys the machines that a waiting job needs, of the type it asks for, and runs the job',
      },
    ],
    show: (scene) => {
      const objects = [
        ...installed(scene, 'karpenter', 'karpenter-azure', 'cluster-autoscaler'),
        ...objectsOf(scene, 'NodePool', 'ComputeClass', 'ProvisioningRequestConfig'),
      ];
      if (objects.length > 0) return { status: 'Implemented', objects };
      const grows = scene.spec.pools.filter(({ nodes }) => nodes.min !== nodes.max).map(({ name }) => name);
      return grows.length === 0
        ? { status: 'N/A', objects, gap: 'every pool of this platform has a fixed number of machines' }
        : {
            status: 'Partially Implemented',
            objects: grows.map((name) => `pool ${name} of the stack`),
            gap: `${scene.spec.target.kind} scales these pools itself; nothing of it is rendered`,
          };
    },
  },
  {
    id: 'pod_autoscaling',
    section: 'schedulingOrchestration',
    level: 'MUST',
    asks: 'servers on accelerators are scaled by figures of machine learning, such as requests that wait',
    tests: [
      {
        file: 'test/e2e/keda.e2e.test.ts',
        name: 'takes a workload without work to zero, and back when work waits',
      },
    ],
    show: (scene) => {
      const objects = [...installed(scene, 'keda'), ...objectsOf(scene, 'ScaledObject', 'HorizontalPodAutoscaler')];
      return scene.of('ScaledObject', 'HorizontalPodAutoscaler').length > 0
        ? { status: 'Implemented', objects }
        : { status: 'Not Implemented', objects, gap: 'the platform serves nothing that is scaled' };
    },
  },
];
