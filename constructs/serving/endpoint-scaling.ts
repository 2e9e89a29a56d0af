import { Construct } from 'constructs';
import type { EndpointSpec } from '../../spec/serving.ts';
import { ScaledObject, type ScaledObjectTrigger } from '../imports/keda.gen.ts';
import { isAsked, type Revision, revisionLabels, revisionName } from './revision.ts';
import { type ScalingTarget, triggers } from './scaling-triggers.ts';

/** What sets the replicas of one revision. */
export interface EndpointScalingProps extends Omit<ScalingTarget, 'name'> {
  /** What its replicas are set on. */
  readonly workload: { readonly apiVersion: string; readonly kind: string; readonly name: string };
}

/** How long nobody must ask before the servers of a classic model go. Unit: seconds. */
const CLASSIC_IDLE = 600;
/** How long need must stay lower before a server goes. Unit: seconds. */
const CALM = 300;
/** How long need must stay higher before a server comes: shorter, and each burst would start one that comes too late. Unit: seconds. */
const BURST = 30;

/** Replicas of one revision that follow what is asked of it, by KEDA alone: KServe makes no autoscaler beside it. */
export class EndpointScaling extends Construct {
  public constructor(scope: Construct, id: string, props: EndpointScalingProps) {
    super(scope, id);
    const { endpoint, namespace, revision, workload } = props;
    const name = revisionName(endpoint, revision);
    const asked = isAsked(revision);
    const min = fewest(endpoint, revision);
    new ScaledObject(this, 'scaling', {
      metadata: {
        name,
        namespace,
        labels: revisionLabels(endpoint, revision),
        // What nobody is sent to waits without pods; its way back is one annotation.
        annotations: asked ? undefined : { 'autoscaling.keda.sh/paused-replicas': '0' },
      },
      spec: {
        scaleTargetRef: workload,
        minReplicaCount: min,
        maxReplicaCount: endpoint.replicas.max,
        pollingInterval: 15,
        cooldownPeriod: endpoint.kind === 'language' ? endpoint.idle : CLASSIC_IDLE,
        // Where Prometheus does not answer nobody knows the need: none goes, and one is there.
        fallback: { failureThreshold: 3, replicas: Math.max(1, min), behavior: 'currentReplicasIfHigher' },
        advanced: { horizontalPodAutoscalerConfig: { name, behavior: BEHAVIOR } },
        triggers: triggers({ ...props, name }) as ScaledObjectTrigger[],
      },
    });
  }
}

const BEHAVIOR = {
  scaleUp: { stabilizationWindowSeconds: BURST, policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }] },
  scaleDown: { stabilizationWindowSeconds: CALM, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
};

/** Servers that a revision always has: its part of the endpoint's, and one at least where the endpoint never goes to none. */
export function fewest({ replicas }: EndpointSpec, revision: Revision): number {
  if (replicas.min === 0 || !isAsked(revision)) return 0;
  return Math.max(1, Math.ceil((replicas.min * revision.weight) / 100));
}
