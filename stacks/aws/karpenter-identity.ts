import { EventRule } from '@pulumi/aws/cloudwatch/eventRule.js';
import { EventTarget } from '@pulumi/aws/cloudwatch/eventTarget.js';
import { Queue } from '@pulumi/aws/sqs/queue.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { KarpenterFacts } from '../../spec/facts.ts';
import type { AwsTarget } from '../../spec/target.ts';
import type { Cluster } from './cluster.ts';
import { partitionOf, policyDocument } from './iam.ts';
import { karpenterPolicy } from './karpenter-policy.ts';
import { PodRole } from './pod-role.ts';

/** What Karpenter works with. */
export interface KarpenterIdentityArgs {
  /** The cluster whose nodes it adds and removes. */
  readonly cluster: Cluster;
  /** Account and region. */
  readonly target: AwsTarget;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Names that the manifests count on. */
  readonly karpenter: KarpenterFacts;
}

/** Time that a message waits for the controller. Unit: seconds. A spot machine is gone two minutes after the first word. */
const MESSAGE_SECONDS = 300;

/** Events of EC2 by which Karpenter knows that a machine will go (Karpenter, "interruption"). */
const EVENTS = {
  'capacity-reservation': {
    source: 'aws.ec2',
    type: 'EC2 Capacity Reservation Instance Interruption Warning',
  },
  health: { source: 'aws.health', type: 'AWS Health Event' },
  rebalance: { source: 'aws.ec2', type: 'EC2 Instance Rebalance Recommendation' },
  spot: { source: 'aws.ec2', type: 'EC2 Spot Instance Interruption Warning' },
  state: { source: 'aws.ec2', type: 'EC2 Instance State-change Notification' },
} as const;

/**
 * Rights of Karpenter's controller, and the queue by which it hears that machines will go.
 *
 * They outlive the controller and every machine that it made: its objects end only when it has deleted those, and the cluster's
 * provider depends on all of this.
 */
export class KarpenterIdentity extends ComponentResource {
  public constructor(name: string, args: KarpenterIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:KarpenterIdentity', name, {}, opts);
    const { cluster, clusterName, karpenter, target } = args;
    const { account, region } = target;
    new PodRole(
      name,
      {
        cluster,
        target,
        clusterName,
        role: `${clusterName}-karpenter`,
        policy: karpenterPolicy({ account, region, cluster: clusterName, karpenter }),
        accounts: [karpenter],
      },
      { parent: this },
    );
    this.#queue(name, args);
    this.registerOutputs();
  }

  #queue(name: string, { clusterName, karpenter, target }: KarpenterIdentityArgs): void {
    const queue = new Queue(
      `${name}-interruption`,
      {
        name: karpenter.interruptionQueue,
        messageRetentionSeconds: MESSAGE_SECONDS,
        sqsManagedSseEnabled: true,
        policy: queuePolicy(target, karpenter.interruptionQueue),
      },
      { parent: this },
    );
    for (const [event, { source, type }] of Object.entries(EVENTS)) {
      const rule = new EventRule(
        `${name}-${event}`,
        {
          name: `${clusterName}-${event}`,
          eventPattern: JSON.stringify({ source: [source], 'detail-type': [type] }),
        },
        { parent: this },
      );
      new EventTarget(`${name}-${event}`, { rule: rule.name, arn: queue.arn, targetId: 'karpenter' }, { parent: this });
    }
  }
}

function queuePolicy({ account, region }: AwsTarget, queue: string): string {
  const Resource = `arn:${partitionOf(region)}:sqs:${region}:${account}:${queue}`;
  const document = policyDocument(
    {
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { Service: ['events.amazonaws.com', 'sqs.amazonaws.com'] },
      Resource,
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
    {
      Effect: 'Deny',
      Action: 'sqs:*',
      Principal: '*',
      Resource,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  );
  return JSON.stringify(document);
}
