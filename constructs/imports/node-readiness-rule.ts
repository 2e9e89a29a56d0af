import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { LabelSelector, ObjectMeta } from './kubernetes.gen.ts';

// Written by hand from the sources of the Node Readiness Controller, v0.5.0: no Go module of it can be fetched.

/** When a node is ready for some pods, and which taint it has while it is not. */
export interface NodeReadinessRuleProps {
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: {
    /** Conditions that a node must have, each by its type; 1 to 32. */
    readonly conditions: readonly {
      readonly type: string;
      /** Status with which the node is ready. */
      readonly requiredStatus: 'True' | 'False' | 'Unknown';
      /** Status of a node that does not have the condition. @default Unknown */
      readonly defaultStatus?: 'True' | 'False' | 'Unknown';
    }[];
    /** `continuous`: for as long as the node is there. */
    readonly enforcementMode: 'bootstrap-only' | 'continuous';
    /** Taint; the key begins with `readiness.k8s.io/`. */
    readonly taint: {
      readonly key: string;
      readonly value?: string;
      readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
    };
    /** Nodes that it is for. */
    readonly nodeSelector: LabelSelector;
    /** Whether it only says what it would do. @default false */
    readonly dryRun?: boolean;
  };
}

/** readiness.node.x-k8s.io/v1alpha1 NodeReadinessRule, an object of the whole cluster. */
export class NodeReadinessRule extends ApiObject {
  public constructor(scope: Construct, id: string, props: NodeReadinessRuleProps) {
    super(scope, id, {
      ...props,
      apiVersion: 'readiness.node.x-k8s.io/v1alpha1',
      kind: 'NodeReadinessRule',
    } as ApiObjectProps);
  }
}
