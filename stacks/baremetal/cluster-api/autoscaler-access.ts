import {
  ComponentResource,
  type ComponentResourceOptions,
  CustomResource,
  type CustomResourceOptions,
  type Output,
  secret,
} from '@pulumi/pulumi';
import type { ClusterApiFacts } from '../../../spec/facts.ts';
import { type ClusterObject, objectKey, typeToken } from '../../kubernetes-object.ts';
import type { Management } from './management.ts';

/** Whose access. */
export interface AutoscalerAccessArgs {
  /** Names that the autoscaler expects. */
  readonly clusterApi: ClusterApiFacts;
  /** The namespace in the management cluster. */
  readonly management: Management;
  /** Address of the management cluster's API, as machines of the cluster reach it. */
  readonly server: string;
}

/** Name of the account, and of all that belongs to it. */
const NAME = 'cluster-autoscaler';
const READ = ['get', 'list', 'watch'];

/**
 * Access of the cluster autoscaler to the management cluster: an account that sees the machines of its own namespace, and changes their
 * number. It sees no credentials, no hosts and no other cluster.
 */
export class AutoscalerAccess extends ComponentResource {
  /** The Secret under the name that the facts say. */
  public readonly object: ClusterObject;

  public constructor(name: string, args: AutoscalerAccessArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:AutoscalerAccess', name, {}, opts);
    const { clusterApi, management } = args;
    const subjects = [{ kind: 'ServiceAccount', name: NAME, namespace: management.namespace }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME };
    const metadata = { name: NAME };
    const below = { parent: this };
    const account = management.object({ apiVersion: 'v1', kind: 'ServiceAccount', metadata }, below);
    const role = management.object(roleObject(), below);
    management.object(
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata, roleRef, subjects },
      { ...below, dependsOn: [account, role] },
    );
    const token = new AccountToken(management, { ...below, dependsOn: [account] });
    this.object = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: clusterApi.kubeconfigSecret, namespace: clusterApi.autoscalerNamespace },
      stringData: { value: secret(token.data.apply((data) => kubeconfigText(args, data))) },
    };
    this.registerOutputs();
  }
}

/** What it may do: what the autoscaler's guide for Cluster API asks for, in one namespace. */
function roleObject() {
  const scalable = ['machinedeployments', 'machinesets', 'machinepools'];
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: NAME },
    rules: [
      {
        apiGroups: ['cluster.x-k8s.io'],
        resources: [...scalable, 'machines'],
        verbs: [...READ, 'patch', 'update'],
      },
      {
        apiGroups: ['cluster.x-k8s.io'],
        resources: scalable.map((each) => `${each}/scale`),
        verbs: ['get', 'patch', 'update'],
      },
      { apiGroups: ['infrastructure.cluster.x-k8s.io'], resources: ['metal3machinetemplates'], verbs: READ },
    ],
  };
}

/** Token of the account, which the management cluster writes into a Secret; waited for until it is there. */
class AccountToken extends CustomResource {
  public declare readonly data: Output<Readonly<Record<string, string>> | undefined>;

  public constructor(management: Management, { dependsOn, parent }: CustomResourceOptions) {
    const { namespace, provider } = management;
    const annotations = {
      'kubernetes.io/service-account.name': NAME,
      'pulumi.com/waitFor': 'jsonpath={.data.token}',
    };
    const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: NAME, namespace, annotations } };
    const inputs = { ...object, type: 'kubernetes.io/service-account-token', data: undefined };
    const opts = { parent, provider, dependsOn: management.after(dependsOn), additionalSecretOutputs: ['data'] };
    super(typeToken(object), objectKey(object), inputs, opts);
  }
}

function kubeconfigText({ clusterApi, server }: AutoscalerAccessArgs, data: Readonly<Record<string, string>> = {}) {
  const { cluster, namespace } = clusterApi;
  const token = Buffer.from(data['token'] ?? '', 'base64').toString('utf8');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'management', cluster: { server, 'certificate-authority-data': data['ca.crt'] } }],
    users: [{ name: cluster, user: { token } }],
    contexts: [{ name: cluster, context: { cluster: 'management', namespace, user: cluster } }],
    'current-context': cluster,
  });
}
