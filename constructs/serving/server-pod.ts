import { RESTRICTED_CONTAINER, spreadOver } from '../core/index.ts';
import type {
  Container,
  PodSecurityContext,
  SecurityContext,
  Toleration,
  TopologySpreadConstraint,
  Volume,
} from '../imports/kubernetes.gen.ts';
import type { PoolFlavor } from '../queueing/index.ts';
import { TEAM_SERVICE_ACCOUNT } from '../tenancy/index.ts';
import { FABRIC_CONTAINER, RESTRICTED_POD } from '../training/index.ts';
import type { ServingPlace } from './serving-place.ts';

/** What all pods of servers have in common. */
export interface ServerPod {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
  readonly runtimeClassName?: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly securityContext: PodSecurityContext;
  readonly topologySpreadConstraints: readonly TopologySpreadConstraint[];
}

/** How nodes of a pool are found and what their pods tolerate. */
export function onPool({ facts }: Pick<PoolFlavor, 'facts'>): Pick<ServerPod, 'nodeSelector' | 'tolerations'> {
  return {
    nodeSelector: facts.nodeLabels,
    tolerations: facts.taints.map(({ effect, key, value }) => ({ key, operator: 'Equal', value, effect })),
  };
}

/**
 * The pod of a model server: restricted, on its pool, as its team, without a token for the API server.
 *
 * @param labels - labels of the pods that it is spread with
 */
export function serverPod({ pool, team }: ServingPlace, labels: Readonly<Record<string, string>>): ServerPod {
  return {
    serviceAccountName: TEAM_SERVICE_ACCOUNT,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    runtimeClassName: team.sandbox === 'none' ? undefined : team.sandbox,
    ...onPool(pool),
    securityContext: RESTRICTED_POD,
    topologySpreadConstraints: spreadOver(['node'], labels),
  };
}

/** Labels by which Kueue counts pods against their team's quota, in the order of the platform's priorities. */
export function queueLabels(queueName: string, priority?: string): Record<string, string> {
  return {
    'kueue.x-k8s.io/queue-name': queueName,
    ...(priority === undefined ? {} : { 'kueue.x-k8s.io/priority-class': priority }),
  };
}

/** Security of a server's container; with RDMA it may lock memory. */
export function containerSecurity(fabric = false): SecurityContext {
  return fabric ? FABRIC_CONTAINER : RESTRICTED_CONTAINER;
}

/** A folder that a container may write to, whatever its user. */
export function scratch(
  name: string,
  mountPath: string,
): { volume: Volume; mount: { name: string; mountPath: string } } {
  return { volume: { name, emptyDir: {} }, mount: { name, mountPath } };
}

/** Probes of a server that answers on one path when its model is loaded. */
export function probes(path: string, port: number, startSeconds: number): Pick<Container, ProbeName> {
  const httpGet = { path, port };
  return {
    startupProbe: { httpGet, periodSeconds: 10, failureThreshold: Math.max(3, Math.ceil(startSeconds / 10)) },
    readinessProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { httpGet, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6 },
  };
}

type ProbeName = 'startupProbe' | 'readinessProbe' | 'livenessProbe';
