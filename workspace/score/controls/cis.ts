import { type Control, configured, type Guide, ruled } from './control.ts';

const RIGHTS = [
  ruled('1', 'cluster-admin only where it is needed', 'SECURITY_CLUSTER_ADMIN'),
  ruled('2', 'few may read secrets', 'SECURITY_RIGHT_SECRETS'),
  ruled('3', 'no wildcards in roles', 'SECURITY_RIGHT_WILDCARD'),
  ruled('4', 'few may create pods', 'SECURITY_RIGHT_CREATE_PODS'),
  ruled('5', 'default service accounts are not used', 'SECURITY_DEFAULT_ACCOUNT', 'SECURITY_TOKEN_MOUNT'),
  ruled('6', 'tokens only in pods that need one', 'SECURITY_TOKEN_MOUNT'),
  ruled('7', 'nobody is in system:masters', 'SECURITY_CLUSTER_ADMIN'),
  ruled('8', 'few may bind, impersonate or escalate', 'SECURITY_RIGHT_ESCALATE'),
  ruled('9', 'few may create persistent volumes', 'SECURITY_RIGHT_VOLUMES'),
  ruled('10', 'few may use the proxy of nodes', 'SECURITY_RIGHT_NODE_PROXY'),
  ruled('11', 'few may approve certificates', 'SECURITY_RIGHT_APPROVAL'),
  ruled('12', 'few may change webhooks', 'SECURITY_RIGHT_WEBHOOKS'),
  ruled('13', 'few may make tokens of service accounts', 'SECURITY_RIGHT_TOKENS'),
];

const PODS = [
  ruled('1', 'something enforces a policy for pods', 'SECURITY_NAMESPACE_LEVEL'),
  ruled('2', 'no privileged containers', 'SECURITY_POD_BASELINE'),
  ruled('3', 'no containers among the processes of the machine', 'SECURITY_POD_BASELINE'),
  ruled('4', 'no containers that share messages with the machine', 'SECURITY_POD_BASELINE'),
  ruled('5', 'no containers in the network of the machine', 'SECURITY_POD_BASELINE'),
  ruled('6', 'no containers that gain rights', 'SECURITY_POD_RESTRICTED'),
  ruled('7', 'no containers that run as root', 'SECURITY_POD_RESTRICTED'),
  ruled('8', 'no raw sockets', 'SECURITY_POD_RESTRICTED'),
  ruled('9', 'no added capabilities', 'SECURITY_POD_RESTRICTED'),
  ruled('10', 'no capabilities that are given anyway', 'SECURITY_POD_RESTRICTED'),
  ruled('11', 'no processes of Windows machines', 'SECURITY_POD_BASELINE'),
  ruled('12', 'no folders of the machine', 'SECURITY_POD_BASELINE'),
  ruled('13', 'no ports of the machine', 'SECURITY_POD_BASELINE'),
];

const NETWORKS = [
  configured('1', 'the network plugin enforces policies', 'each target switches one on; existing must name it'),
  ruled('2', 'every namespace has policies', 'SECURITY_NETWORK_DENY'),
];

const SECRETS = [
  ruled('1', 'secrets as files', 'SECURITY_SECRET_VARIABLES'),
  ruled('2', 'secrets from a store outside', 'SECURITY_PLAIN_SECRET'),
];

const ADMISSION = [ruled('1', 'images are proved before they run', 'SECURITY_IMAGE_DIGEST', 'SECURITY_IMAGE_TAG')];

const NAMESPACES = [
  ruled('1', 'namespaces are borders', 'TENANCY_NO_REACH', 'TENANCY_TEAM_BOUNDS'),
  ruled('2', 'a seccomp profile everywhere', 'SECURITY_POD_RESTRICTED'),
  ruled('3', 'security contexts everywhere', 'SECURITY_POD_RESTRICTED', 'SECURITY_READ_ONLY_ROOT'),
  ruled('4', 'nothing in the default namespace', 'SECURITY_DEFAULT_NAMESPACE'),
];

/** Section 5 of the CIS benchmark for Kubernetes, version 1.12: the 35 controls that manifests decide. */
export const CIS: Guide = {
  name: 'CIS Kubernetes 1.12, section 5',
  controls: [
    ...numbered('5.1', RIGHTS),
    ...numbered('5.2', PODS),
    ...numbered('5.3', NETWORKS),
    ...numbered('5.4', SECRETS),
    ...numbered('5.5', ADMISSION),
    ...numbered('5.7', NAMESPACES),
  ],
};

function numbered(part: string, controls: readonly Control[]): Control[] {
  return controls.map((control) => ({ ...control, id: `${part}.${control.id}` }));
}
