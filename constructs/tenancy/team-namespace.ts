import { Construct } from 'constructs';
import type { TeamSpec } from '../../spec/team.ts';
import { sizeText } from '../../spec/units.ts';
import { podSecurityLabels } from '../core/index.ts';
import { LimitRange, Namespace, ResourceQuota } from '../imports/kubernetes.gen.ts';

/** Labels of a team's namespaces that policies and queues select by. */
export const TEAM_LABELS = {
  team: 'plinth.dev/team',
  purpose: 'plinth.dev/purpose',
  sandbox: 'plinth.dev/sandbox',
} as const;

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
  /** Extended resources the team may use, and how many at most: its guarantee and what it may borrow. */
  readonly ceilings: Readonly<Record<string, number>>;
}

/** A namespace of a team: pod security, bounds, and defaults for containers that name no requests. */
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
        annotations: budget(team),
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

function budget({ budget, department }: TeamSpec): Record<string, string> | undefined {
  const annotations = {
    ...(budget === undefined ? {} : { 'plinth.dev/budget-usd-per-month': `${budget.usdPerMonth}` }),
    ...(department === undefined ? {} : { 'plinth.dev/department': department }),
  };
  return Object.keys(annotations).length === 0 ? undefined : annotations;
}

function hard({ team, ceilings }: TeamNamespaceProps): Record<string, string> {
  const accelerators = Object.entries(ceilings).filter(([resource]) => resource !== 'cpu');
  return {
    pods: `${team.limits.pods}`,
    'requests.storage': sizeText(team.limits.storage),
    'services.loadbalancers': '0',
    'services.nodeports': '0',
    ...Object.fromEntries(accelerators.map(([resource, count]) => [`requests.${resource}`, `${count}`])),
  };
}
