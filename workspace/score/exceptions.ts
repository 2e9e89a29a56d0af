import { CHART_EXCEPTIONS } from './chart-exceptions.ts';
import type { Exception } from './exception.ts';

/** What rules say against objects of our own, and that stays so. */
const OWN: readonly Exception[] = [
  {
    rule: 'SECURITY_READ_ONLY_ROOT',
    kind: 'StatefulSet',
    name: /^keycloak$/,
    because:
      'Keycloak builds itself for its settings at every start, into its own folder; a built image would need a registry before there is one',
  },
  {
    rule: 'SECURITY_SECRET_VARIABLES',
    kind: 'StatefulSet',
    name: /^keycloak$/,
    because: 'Keycloak takes the address and password of its database, and its first administrator, from variables',
  },
  {
    rule: 'SECURITY_SECRET_VARIABLES',
    kind: 'Deployment',
    name: /^mlflow$/,
    because:
      'MLflow takes the address of its database, which holds the password, from a variable, and the client of the object store its keys',
  },
  {
    rule: 'SECURITY_SECRET_VARIABLES',
    kind: 'ClusterTrainingRuntime',
    name: /^plinth-/,
    says: /secret object-store/,
    because:
      'clients of S3 in training code take their keys from variables; where the cloud gives pods an identity there are none',
  },
  {
    rule: 'RELIABILITY_REPLICAS',
    kind: 'Deployment',
    name: /^mlflow$/,
    because:
      'an update of MLflow changes its database, which two versions must not do at once; it is back within a minute, and runs in training go on without it',
  },
  {
    rule: 'RELIABILITY_REPLICAS',
    kind: 'Deployment',
    name: /^budget-store$/,
    because:
      'it counts the tokens of the running minute and nothing else; while it is away requests are answered and not counted',
  },
  {
    rule: 'RELIABILITY_LIVENESS',
    kind: 'DaemonSet',
    namespace: /^gpudirect-system$/,
    because:
      'the agents answer no requests: one does its work before it starts and then sleeps, the other ends when the socket of the runtime closes, and is started again',
  },
  {
    rule: 'RELIABILITY_MEMORY_LIMIT',
    kind: 'DaemonSet',
    namespace: /^gpudirect-system$/,
    because:
      'Google publishes no figure for them, and one that is killed while it opens a card leaves the machine half done',
  },
  {
    rule: 'OPERABILITY_KUBERNETES_SUPPORT',
    name: /^components\.argo-cd$/,
    says: /lists/,
    because:
      'its own list ends a minor earlier than the cluster; `plinth validate` warns of it, and target.kubernetes 1.35 ends it',
  },
  {
    rule: 'OPERABILITY_KUBERNETES_SUPPORT',
    says: /names no Kubernetes/,
    because: 'upstream states no range for it; its values and definitions are checked, its controller was not run',
  },
];

/** Everything that rules say against and that stays so: the closed list, each with its reason. */
export const EXCEPTIONS: readonly Exception[] = [...OWN, ...CHART_EXCEPTIONS];
