import { Construct } from 'constructs';
import type { TeamSpec } from '../../spec/team.ts';
import { sizeText } from '../../spec/units.ts';
import { podSecurityLabels } from '../core/index.ts';
import { LimitRange, Namespace, ResourceQuota } from '../imports/kubernetes.gen.ts';
import { KEPT } from './kept.ts';

/** Labels of a team's namespaces that policies and queues select by. */
export const TEAM_LABELS = {
  team: 'plinth.dev/team',
  purpose: 'plinth.dev/purpose',
  sandbox: 'plinth.dev/sandbox',
} as const;

/** Annotations of a team's namespaces: the groups that are invited, one a line. What binds any other is a hole. */
export const TEAM_ANNOTATIONS = { members: 'plinth.dev/members', viewers: 'plinth.dev/viewers' } as const;

/** One of the namespaces of a team. */
export interface TeamNamespaceProps {
  /** The team. */
  readonly team: TeamSpec;
  /** Kubernetes minor of the cluster. */
  readonly kubernetes: string;
  /**
   * What runs in it: `work` is restricted; `fabric` is for jobs that lock memory for RDMA, wider by exactly that.
   *
   * @default work
   */
  readonly purpose?: 'work' | 'fabric';
  /** Most of each extended resource that its pods may request at once; what is closed to the team stands here with 0. */
  readonly ceilings: Readonly<Record<string, number>>;
  /** Most devices of each DeviceClass that its pods may claim at once. @default - no devices are claimed */
  readonly claims?: Readonly<Record<string, number>>;
}

/** Small objects (ConfigMaps, Secrets, Services) for each pod: jobs bring one or two each. */
const SMALL_PER_POD = 4;
/** Jobs for each pod that runs: those that have finished count until they are removed. */
const JOBS_PER_POD = 10;

/**
 * A namespace of a team: pod security, bounds, and defaults for containers that name no requests.
 *
 * Both namespaces of a team have the same ceilings, because its jobs may be in either; what it may hold in all is its
 * quota in the queue, which counts both together. The ceilings stop what passes by the queue. The counts of objects
 * keep one team from filling the store that all share. The namespace outlives its entry in the spec (`kept.ts`).
 */
export class TeamNamespace extends Construct {
  /** Name of the namespace. */
  public readonly name: string;

  public constructor(scope: Construct, id: string, props: TeamNamespaceProps) {
    super(scope, id);
    const { team } = props;
    const purpose = props.purpose ?? 'work';
    this.name = purpose === 'work' ? team.name : `${team.name}-${purpose}`;

    new Namespace(this, 'namespace', {
      metadata: {
        name: this.name,
        labels: {
          // The wider level of a fabric namespace is narrowed again by the admission policy `plinth-fabric-pods`.
          ...podSecurityLabels(purpose === 'work' ? 'restricted' : 'privileged', props.kubernetes),
          [TEAM_LABELS.team]: team.name,
          [TEAM_LABELS.purpose]: purpose,
          ...(team.sandbox === 'none' ? {} : { [TEAM_LABELS.sandbox]: team.sandbox }),
        },
        annotations: annotations(team),
      },
    });
    new ResourceQuota(this, 'bounds', {
      metadata: { name: 'bounds', namespace: this.name },
      spec: { hard: hard(props) },
    });
    new LimitRange(this, 'defaults', {
      metadata: { name: 'defaults', namespace: this.name },
      spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '250m', memory: '512Mi' } }] },
    });
  }
}

function annotations({ budget, department, groups, viewers }: TeamSpec): Record<string, string> {
  return {
    ...KEPT,
    [TEAM_ANNOTATIONS.members]: groups.join('\n'),
    ...(viewers.length === 0 ? {} : { [TEAM_ANNOTATIONS.viewers]: viewers.join('\n') }),
    ...(budget === undefined ? {} : { 'plinth.dev/budget-usd-per-month': `${budget.usdPerMonth}` }),
    ...(department === undefined ? {} : { 'plinth.dev/department': department }),
  };
}

function hard({ ceilings, claims = {}, team }: TeamNamespaceProps): Record<string, string> {
  const { pods, storage } = team.limits;
  const small = `${pods * SMALL_PER_POD}`;
  return {
    pods: `${pods}`,
    persistentvolumeclaims: `${pods}`,
    'requests.storage': sizeText(storage),
    'count/configmaps': small,
    'count/secrets': small,
    'count/services': small,
    'count/jobs.batch': `${pods * JOBS_PER_POD}`,
    'services.loadbalancers': '0',
    'services.nodeports': '0',
    // Members may not make one, but operators do so for them, such as KubeRay for the head of a cluster.
    'count/ingresses.networking.k8s.io': '0',
    ...Object.fromEntries(Object.entries(ceilings).map(([resource, most]) => [`requests.${resource}`, `${most}`])),
    ...Object.fromEntries(
      Object.entries(claims).map(([name, most]) => [`${name}.deviceclass.resource.k8s.io/devices`, `${most}`]),
    ),
  };
}
