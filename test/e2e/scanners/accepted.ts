import type { AcceptedFinding } from './scanner-finding.ts';

const MLFLOW = /^Deployment \S+-tracking mlflow$/;
const BUDGETS = /^Deployment envoy-ai-gateway-system budget-store$/;
const KEYCLOAK = /^StatefulSet plinth-sign-in keycloak$/;
const CACHE = /^StatefulSet harbor harbor-cache$/;
const GPUDIRECT = /^DaemonSet gpudirect-system (device-injector|tcpxo-installer|tcpx-installer)$/;
const EDGE_HUB = /^Deployment plinth-edge edge-hub$/;
const READINESS = /^Deployment plinth-node-readiness node-readiness-controller$/;
const OURS =
  /^(Deployment \S+-tracking mlflow|Deployment plinth-node-readiness node-readiness-controller|Deployment plinth-edge edge-hub|Deployment envoy-ai-gateway-system budget-store|StatefulSet plinth-sign-in keycloak|StatefulSet harbor harbor-cache|DaemonSet gpudirect-system \S+)$/;

const AGENT = 'an agent that prepares its machine for GPUDirect needs it; its namespace is privileged and says why';

/** What kube-score says of our examples, and why it stays. */
export const KUBE_SCORE_ACCEPTED: readonly AcceptedFinding[] = [
  {
    check: 'networkpolicy-targets-pod',
    of: /^NetworkPolicy /,
    because: 'the pods are those of jobs, of models and of charts, which are not in the folder',
  },
  {
    check: 'service-targets-pod',
    of: /^Service \S+ metrics-of-/,
    room: 'observability',
    because:
      'the pods are those of charts and operators, which are not in the folder; with a lock the score looks for them',
  },
  {
    check: 'container-security-context-user-group-id',
    of: OURS,
    because: 'the images run as the users that they were built for; agents of machines run as root',
  },
  {
    check: 'container-resources',
    of: OURS,
    because: 'a limit for CPU only slows a program down; memory is limited where a figure is published',
  },
  {
    check: 'container-resource-requests-equal-limits',
    of: OURS,
    because: 'there are no limits for CPU',
  },
  {
    check: 'container-ephemeral-storage-request-and-limit',
    of: OURS,
    because: 'they write to volumes; what remains are logs, which the kubelet turns over',
  },
  {
    check: 'container-image-pull-policy',
    of: OURS,
    because: 'versions are pinned; Always would need the registry at every start',
  },
  {
    check: 'pod-probes-identical',
    of: /^(Deployment|StatefulSet) /,
    because: 'the program has one question to ask it, asked more slowly for its life',
  },
  { check: 'deployment-strategy', of: MLFLOW, because: 'two versions must not change its database at once' },
  { check: 'deployment-strategy', of: EDGE_HUB, because: 'two of them would keep two states of the rings' },
  {
    check: 'deployment-replicas',
    of: EDGE_HUB,
    because: 'two of them would keep two states of the rings; without it sites go on with what they have',
  },
  { check: 'deployment-strategy', of: BUDGETS, because: 'two of them would count apart' },
  { check: 'deployment-replicas', of: MLFLOW, because: 'two versions must not change its database at once' },
  { check: 'deployment-replicas', of: BUDGETS, because: 'two of them would count apart; without it requests go on' },
  {
    check: 'pod-networkpolicy',
    of: /^(StatefulSet|DaemonSet|Deployment) (harbor|plinth-sign-in|plinth-node-readiness|envoy-ai-gateway-system|gpudirect-system) /,
    because:
      'namespaces of the platform are closed to callers; what they call are clouds and API servers, whose addresses are not known',
  },
  {
    check: 'statefulset-has-host-podantiaffinity',
    of: CACHE,
    because: 'it is spread by topologySpreadConstraints, which this check does not know',
  },
  {
    check: 'deployment-has-host-podantiaffinity',
    of: READINESS,
    because: 'it is spread by topologySpreadConstraints, which this check does not know',
  },
  {
    check: 'container-security-context-readonlyrootfilesystem',
    of: KEYCLOAK,
    because: 'Keycloak builds itself for its settings at every start, into its own folder',
  },
  { check: 'container-security-context-readonlyrootfilesystem', of: GPUDIRECT, because: AGENT },
  { check: 'container-security-context-privileged', of: GPUDIRECT, because: AGENT },
  { check: 'container-seccomp-profile', of: GPUDIRECT, because: AGENT },
];

/** What checkov says of agents that prepare machines for GPUDirect: privileged, without limits, and nobody calls them. */
const AGENT_CHECKS = [8, 9, 13, 16, 17, 19, 20, 22, 23, 28, 29, 31, 37].map((number) => `CKV_K8S_${number}`);

/** What checkov says of our examples, and why it stays. */
export const CHECKOV_ACCEPTED: readonly AcceptedFinding[] = [
  { check: 'CKV_K8S_11', of: OURS, because: 'a limit for CPU only slows a program down' },
  {
    check: 'CKV_K8S_43',
    of: OURS,
    because: 'the examples have no lock; with one the digests of all images are known, and policy asks for them',
  },
  {
    check: 'CKV_K8S_15',
    of: OURS,
    because: 'versions are pinned; Always would need the registry at every start',
  },
  {
    check: 'CKV_K8S_38',
    of: READINESS,
    because: 'it watches nodes and changes their taints: it speaks to the API server',
  },
  { check: 'CKV_K8S_40', of: OURS, because: 'the images run as the users that they were built for' },
  { check: 'CKV_K8S_35', of: MLFLOW, because: 'MLflow takes the address of its database from a variable' },
  { check: 'CKV_K8S_35', of: KEYCLOAK, because: 'Keycloak takes the password of its database from a variable' },
  {
    check: 'CKV_K8S_22',
    of: KEYCLOAK,
    because: 'Keycloak builds itself for its settings at every start, into its own folder',
  },
  ...AGENT_CHECKS.map((check) => ({ check, of: GPUDIRECT, because: AGENT })),
];
