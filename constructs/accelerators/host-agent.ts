import type { Construct } from 'constructs';
import { type Container, DaemonSet, type Volume } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { affinityFor, tolerationsFor } from './placement.ts';

/** An agent that changes the machine it runs on. */
export interface HostAgentProps {
  /** Name of everything that belongs to it. */
  readonly name: string;
  /** Namespace, for node agents. */
  readonly namespace: string;
  /** Pools on whose machines it runs. */
  readonly pools: readonly AcceleratorPool[];
  /** What it runs. */
  readonly pod: HostAgentPod;
}

/** What an agent runs on each machine. */
export interface HostAgentPod {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

/** Runs an agent on each machine of some pools, in the machine's own network and among its processes, without rights in the cluster. */
export function hostAgent(scope: Construct, id: string, { name, namespace, pod, pools }: HostAgentProps): DaemonSet {
  const labels = { 'app.kubernetes.io/name': name };
  return new DaemonSet(scope, id, {
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          priorityClassName: 'system-node-critical',
          hostNetwork: true,
          hostPID: true,
          affinity: affinityFor(pools),
          tolerations: tolerationsFor(pools),
          ...pod,
        },
      },
    },
  });
}
