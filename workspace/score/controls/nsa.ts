import { configured, type Guide, provided, ruled } from './control.ts';

const KUBELET = 'kubelets are set up by the provider, and on machines of one’s own by Talos, which closes them';

/** The hardening guide of NSA and CISA, as the 26 controls that scanners make of it. */
export const NSA: Guide = {
  name: 'NSA and CISA hardening guide',
  controls: [
    ruled('C-0002', 'few may open a shell in containers', 'SECURITY_RIGHT_EXEC'),
    provided('C-0005', 'the API server has no port without sign-in', 'no supported Kubernetes has that port any more'),
    ruled('C-0009', 'containers have requests and limits', 'RELIABILITY_REQUESTS', 'RELIABILITY_MEMORY_LIMIT'),
    ruled('C-0012', 'no passwords in manifests', 'SECURITY_PLAIN_SECRET'),
    ruled('C-0013', 'no root in containers', 'SECURITY_POD_RESTRICTED'),
    ruled('C-0016', 'no containers that gain rights', 'SECURITY_POD_RESTRICTED'),
    ruled('C-0017', 'containers cannot change themselves', 'SECURITY_READ_ONLY_ROOT'),
    ruled('C-0030', 'connections are refused in both directions', 'SECURITY_NETWORK_DENY', 'TENANCY_TEAM_EGRESS'),
    ruled('C-0034', 'tokens only in pods that need one', 'SECURITY_TOKEN_MOUNT'),
    ruled('C-0035', 'few administrators', 'SECURITY_CLUSTER_ADMIN'),
    ruled('C-0038', 'no processes or messages of the machine', 'SECURITY_POD_BASELINE'),
    ruled('C-0041', 'no network of the machine', 'SECURITY_POD_BASELINE'),
    ruled('C-0044', 'no ports of the machine', 'SECURITY_POD_BASELINE'),
    ruled('C-0046', 'no dangerous capabilities', 'SECURITY_POD_BASELINE'),
    ruled('C-0054', 'namespaces are apart in the network', 'SECURITY_NETWORK_DENY', 'TENANCY_NO_REACH'),
    ruled('C-0055', 'the kernel’s own protections are on', 'SECURITY_POD_RESTRICTED'),
    ruled('C-0057', 'no privileged containers', 'SECURITY_POD_BASELINE'),
    provided('C-0058', 'no mounts that follow links out of a volume', 'closed in every supported Kubernetes'),
    ruled('C-0059', 'no annotations that become configuration of a proxy', 'SECURITY_ROUTE_SIGN_IN'),
    configured(
      'C-0066',
      'secrets are encrypted where they are stored',
      'our stacks ask for it on AWS and Azure, with a key of the account; the others encrypt their stores themselves',
    ),
    configured(
      'C-0067',
      'the API server writes an audit log',
      'our stacks switch it on where the provider leaves a choice',
    ),
    ruled('C-0068', 'something enforces a policy for pods', 'SECURITY_NAMESPACE_LEVEL'),
    provided('C-0069', 'kubelets answer nobody without sign-in', KUBELET),
    provided('C-0070', 'kubelets ask for certificates', KUBELET),
    ruled('C-0270', 'containers say how much CPU they need; a limit would only slow them', 'RELIABILITY_REQUESTS'),
    ruled('C-0271', 'containers have a limit for memory', 'RELIABILITY_MEMORY_LIMIT'),
  ],
};
