import { clusterRole, container, deployment, namespace, object } from './given-scene.ts';
import type { RuleCase } from './rule-case.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const CLOSED = object('NetworkPolicy', 'closed', { spec: { podSelector: {}, policyTypes: ['Ingress'] } });

/** Somebody who is bound to a role. */
function binding(role: string, subject: Record<string, string>) {
  return object(
    'ClusterRoleBinding',
    'some',
    { roleRef: { kind: 'ClusterRole', name: role }, subjects: [subject] },
    {},
  );
}

const ROBOT = { kind: 'ServiceAccount', name: 'robot', namespace: 'lab' };

/** A rule about a right, which another verb does not have. */
function right(group: string, resource: string, verb: string): RuleCase {
  return {
    passes: { objects: [clusterRole(group, resource, 'deletecollection'), clusterRole('other.io', resource, verb)] },
    fails: { objects: [clusterRole(group, resource, verb)] },
    says: new RegExp(`may ${verb}`),
  };
}

/** Cases of the rules about security. */
export const SECURITY_CASES: Readonly<Record<string, RuleCase>> = {
  SECURITY_POD_BASELINE: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({ hostNetwork: true })] },
    says: /hostNamespaces/,
  },
  SECURITY_POD_RESTRICTED: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({ securityContext: {} })] },
    says: /runAsNonRoot/,
  },
  SECURITY_NAMESPACE_LEVEL: {
    passes: { objects: [namespace('lab', { [ENFORCE]: 'restricted', [`${ENFORCE}-version`]: 'v1.36' })] },
    fails: { objects: [namespace('lab', { [ENFORCE]: 'baseline', [`${ENFORCE}-version`]: 'v1.36' })] },
    says: /enforces baseline/,
  },
  SECURITY_READ_ONLY_ROOT: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({ containers: [container({ securityContext: {} })] })] },
    says: /may write/,
  },
  SECURITY_TOKEN_MOUNT: {
    passes: {
      objects: [
        deployment(),
        deployment({ automountServiceAccountToken: undefined, serviceAccountName: 'robot' }),
        binding('view', ROBOT),
      ],
    },
    fails: { objects: [deployment({ automountServiceAccountToken: undefined, serviceAccountName: 'robot' })] },
    says: /token of robot/,
  },
  SECURITY_CLUSTER_ADMIN: {
    passes: { objects: [binding('view', ROBOT)] },
    fails: { objects: [binding('cluster-admin', ROBOT)] },
    says: /cluster-admin/,
  },
  SECURITY_DEFAULT_ACCOUNT: {
    passes: { objects: [binding('view', ROBOT)] },
    fails: { objects: [binding('view', { kind: 'ServiceAccount', name: 'default', namespace: 'lab' })] },
    says: /default/,
  },
  SECURITY_RIGHT_WILDCARD: {
    passes: { objects: [clusterRole('', 'pods', 'get')] },
    fails: { objects: [clusterRole('', '*', 'get')] },
    says: /resources are \*/,
  },
  SECURITY_RIGHT_SECRETS: right('', 'secrets', 'list'),
  SECURITY_RIGHT_CREATE_PODS: right('', 'pods', 'create'),
  SECURITY_RIGHT_ESCALATE: right('rbac.authorization.k8s.io', 'clusterroles', 'escalate'),
  SECURITY_RIGHT_VOLUMES: right('', 'persistentvolumes', 'create'),
  SECURITY_RIGHT_NODE_PROXY: right('', 'nodes/proxy', 'get'),
  SECURITY_RIGHT_APPROVAL: right('certificates.k8s.io', 'certificatesigningrequests/approval', 'update'),
  SECURITY_RIGHT_WEBHOOKS: right('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'patch'),
  SECURITY_RIGHT_TOKENS: right('', 'serviceaccounts/token', 'create'),
  SECURITY_RIGHT_EXEC: right('', 'pods/exec', 'create'),
  SECURITY_NETWORK_DENY: {
    passes: { objects: [namespace('lab'), CLOSED] },
    fails: { objects: [namespace('lab')] },
    says: /no NetworkPolicy/,
  },
  SECURITY_SECRET_VARIABLES: {
    passes: { objects: [deployment({ containers: [container({ env: [{ name: 'HOME', value: '/tmp' }] })] })] },
    fails: {
      objects: [
        deployment({
          containers: [container({ env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } }] })],
        }),
      ],
    },
    says: /KEY is a secret of keys/,
  },
  SECURITY_PLAIN_SECRET: {
    passes: { objects: [object('Secret', 'empty', { data: {} }), deployment()] },
    fails: { objects: [deployment({ containers: [container({ env: [{ name: 'DB_PASSWORD', value: 'x' }] })] })] },
    says: /DB_PASSWORD has a value/,
  },
  SECURITY_DEFAULT_NAMESPACE: {
    passes: { objects: [object('ConfigMap', 'here')] },
    fails: { objects: [object('ConfigMap', 'here', {}, { namespace: 'default' })] },
    says: /stands in default/,
  },
  SECURITY_IMAGE_TAG: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({ containers: [container({ image: 'localhost:5000/app:latest' })] })] },
    says: /no version/,
  },
  SECURITY_IMAGE_DIGEST: {
    passes: { objects: [deployment({ containers: [container({ image: `app@sha256:${'0'.repeat(64)}` })] })] },
    fails: { objects: [deployment()], lock: { addOns: {}, images: {} } },
    says: /digest is not known/,
  },
  SECURITY_ROUTE_SIGN_IN: {
    passes: { objects: [object('Service', 'inside', { spec: { type: 'ClusterIP' } })] },
    fails: { objects: [object('HTTPRoute', 'open', { spec: { rules: [{ backendRefs: [{ name: 'web' }] }] } })] },
    says: /no SecurityPolicy/,
  },
};
