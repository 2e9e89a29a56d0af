import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { onAws } from '../stacks/aws/aws-sample.ts';
import { onAzure } from '../stacks/azure/azure-sample.ts';
import { onBaremetal } from '../stacks/baremetal/baremetal-sample.ts';
import { onDigitalOcean } from '../stacks/digitalocean/digitalocean-sample.ts';
import { onGcp } from '../stacks/gcp/gcp-sample.ts';

/** A target that makes its cluster, and what its stack is asked to do. A new one is a line. */
export interface CloudCase {
  readonly name: string;
  readonly input: PlatformInput;
  /** Objects of kinds that machines bring into their cluster. @default - none */
  readonly machinesBring?: readonly KubernetesObject[];
  /** Settings of the stack besides its spec, kept secret. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
}

const GIT = { repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' };
/** Signs Argo CD in to the repository. */
export const PASSWORD = 'the-password-of-the-repository';

/** Rook's operator comes with Talos' own configuration, and so do its kinds. */
const ROOK = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'rook-ceph' } },
  ...[
    'CephCluster',
    'CephBlockPool',
    'CephFilesystem',
    'CephFilesystemSubVolumeGroup',
    'CephObjectStore',
    'CephObjectStoreUser',
  ].map((kind) => ({ apiVersion: 'ceph.rook.io/v1', kind, metadata: { name: 'any', namespace: 'any' } })),
  { apiVersion: 'objectbucket.io/v1alpha1', kind: 'ObjectBucketClaim', metadata: { name: 'any', namespace: 'any' } },
];

/** Every target that makes its cluster, each with a small platform through the seam; one with Argo CD instead. */
export const CLOUDS: readonly CloudCase[] = [
  { name: 'aws', input: onAws() },
  {
    name: 'aws-argocd',
    input: { ...onAws(), delivery: { kind: 'argocd', ...GIT } },
    secrets: { 'plinth:gitPassword': PASSWORD },
  },
  { name: 'gcp', input: onGcp() },
  { name: 'azure', input: onAzure() },
  { name: 'digitalocean', input: onDigitalOcean() },
  { name: 'baremetal', input: onBaremetal(), machinesBring: ROOK },
];
