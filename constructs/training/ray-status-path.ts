import { Construct } from 'constructs';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';

/** Between which namespaces a path is opened. */
export interface ControllerPathProps {
  /** Namespace of the team. */
  readonly namespace: string;
  /** Namespace of the controller. */
  readonly controllers: string;
}

/** Port of Ray's dashboard, where a job's state is asked for. */
const DASHBOARD = 8265;

/** KubeRay asks the head of each Ray cluster how its job is, with the cluster's token; nobody else from outside reaches it. */
export class RayStatusPath extends Construct {
  public constructor(scope: Construct, id: string, { controllers, namespace }: ControllerPathProps) {
    super(scope, id);
    const operator = {
      namespaceSelector: namespaceNamed(controllers),
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'kuberay-operator' } },
    };
    new NetworkPolicy(this, 'policy', {
      metadata: { name: 'allow-ray-operator', namespace },
      spec: {
        podSelector: { matchLabels: { 'ray.io/node-type': 'head' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [operator], ports: [{ protocol: 'TCP', port: DASHBOARD }] }],
      },
    });
  }
}
