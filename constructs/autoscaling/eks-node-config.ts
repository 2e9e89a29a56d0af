import { containerdSettings } from '../images/index.ts';

/** What machines of Amazon Linux 2023 are told before they join. */
export interface EksNodeConfigProps {
  /** Whether the machine's own fast disks become one, for everything that pods write. @default false */
  readonly localDisks?: boolean;
  /** Whether its containerd keeps layers and reads one folder of registries, so that nodes hand images to one another. @default false */
  readonly sharesImages?: boolean;
}

/** Folder of registries; that of Docker, which the machine's image names beside it, is left out: of a list containerd reads none. */
const REGISTRIES = '/etc/containerd/certs.d';

/**
 * User data of a machine; EKS or Karpenter adds how to join the cluster.
 *
 * @returns undefined where there is nothing to say
 */
export function eksNodeConfig({ localDisks, sharesImages }: EksNodeConfigProps): string | undefined {
  const spec = [
    ...(localDisks === true ? ['  instance:', '    localStorage:', '      strategy: RAID0'] : []),
    ...(sharesImages === true ? ['  containerd:', '    config: |', ...settings()] : []),
  ];
  if (spec.length === 0) return undefined;
  return `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="plinth"

--plinth
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
${spec.join('\n')}

--plinth--
`;
}

function settings(): readonly string[] {
  return containerdSettings(REGISTRIES)
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}`);
}
