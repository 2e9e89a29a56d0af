import { writeFile } from 'node:fs/promises';
import { STAGES } from './simulated-stages.ts';

/** Annotation by which a node says that KWOK plays its kubelet; Karpenter's KWOK provider sets the same. */
export const SIMULATED_NODE = { key: 'kwok.x-k8s.io/node', value: 'fake' } as const;

/** Stages that KWOK plays at the same time, of nodes and of pods. */
const PARALLEL_STAGES = 32;

/**
 * Lease of a node. Unit: seconds. KWOK renews after a quarter of it; the node lifecycle controller taints a node after
 * fifty seconds of silence. A kubelet's forty would cost a thousand nodes a hundred requests a second.
 */
const LEASE_SECONDS = 120;

const CONFIGURATION = {
  apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
  kind: 'KwokConfiguration',
  options: {
    manageAllNodes: false,
    manageNodesWithAnnotationSelector: `${SIMULATED_NODE.key}=${SIMULATED_NODE.value}`,
    cidr: '10.64.0.0/10',
    nodeIP: '10.64.0.1',
    nodeLeaseDurationSeconds: LEASE_SECONDS,
    nodeLeaseParallelism: PARALLEL_STAGES,
    nodePlayStageParallelism: PARALLEL_STAGES,
    podPlayStageParallelism: PARALLEL_STAGES,
    podsOnNodeSyncParallelism: PARALLEL_STAGES,
    enablePodsOnNodeSyncStreamWatch: true,
  },
};

/** Writes how nodes and pods are simulated, and hands the file's path back. */
export async function writeStages(file: string): Promise<string> {
  const documents = [CONFIGURATION, ...STAGES].map((document) => JSON.stringify(document));
  await writeFile(file, documents.join('\n---\n'));
  return file;
}

/** Flags of KWOK. @param config - kubeconfig. @param stages - file written by {@link writeStages}. */
export function kwokFlags(config: string, stages: string): string[] {
  return [`--kubeconfig=${config}`, `--config=${stages}`];
}
