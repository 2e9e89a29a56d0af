import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ObjectMeta } from './kubernetes.gen.ts';

// Written by hand from the public reference of GKE: the CRDs are installed by Google and in no module.

/** Which network of Google a network of the cluster is. */
export interface GkeNetworkParamSetProps {
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: {
    /** Name of the VPC, in the cluster's project. */
    readonly vpc: string;
    /** Name of its subnet. */
    readonly vpcSubnet: string;
    /** What a pod is given: a whole card that the kernel drives, or one by which programs reach memory directly. */
    readonly deviceMode: 'NetDevice' | 'RDMA';
  };
}

/** Parameters of a network that pods may be in besides the cluster's own; an object of the whole cluster. */
export class GkeNetworkParamSet extends ApiObject {
  public constructor(scope: Construct, id: string, props: GkeNetworkParamSetProps) {
    super(scope, id, { ...props, apiVersion: 'networking.gke.io/v1', kind: 'GKENetworkParamSet' } as ApiObjectProps);
  }
}

/** A network that pods may be in besides the cluster's own. */
export interface GkeNetworkProps {
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: {
    /** `Device`: a pod gets a whole card of the machine. */
    readonly type: 'Device' | 'L3';
    readonly parametersRef: {
      readonly group: 'networking.gke.io';
      readonly kind: 'GKENetworkParamSet';
      readonly name: string;
    };
  };
}

/** A network that pods name in the annotation `networking.gke.io/interfaces`; an object of the whole cluster. */
export class GkeNetwork extends ApiObject {
  public constructor(scope: Construct, id: string, props: GkeNetworkProps) {
    super(scope, id, { ...props, apiVersion: 'networking.gke.io/v1', kind: 'Network' } as ApiObjectProps);
  }
}
