import type { Construct } from 'constructs';
import type { TargetKind } from '../../spec/target.ts';
import { PlatformNamespace, type PlatformNamespaceProps } from '../core/index.ts';
import { ResourceQuota } from '../imports/kubernetes.gen.ts';

/** A namespace for agents on nodes. */
export interface AgentNamespaceProps extends Pick<PlatformNamespaceProps, 'kubernetes' | 'name'> {
  /** Why its pods need more than pod security allows at first. */
  readonly because: string;
  /** Kind of place. */
  readonly target: TargetKind;
}

/** A namespace whose pods reach the hardware of their node. */
export class AgentNamespace extends PlatformNamespace {
  public constructor(scope: Construct, id: string, { target, ...props }: AgentNamespaceProps) {
    super(scope, id, { ...props, level: 'privileged' });
    if (target === 'gcp') this.#allowCriticalPods(props.name);
  }

  /** GKE lets pods of these priorities into a namespace only where a quota names them. */
  #allowCriticalPods(namespace: string): void {
    const values = ['system-node-critical', 'system-cluster-critical'];
    new ResourceQuota(this, 'critical-pods', {
      metadata: { name: 'critical-pods', namespace },
      spec: {
        // More than any cluster has: what is bounded here is who may be critical, not how many.
        hard: { pods: '100k' },
        scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values }] },
      },
    });
  }
}
