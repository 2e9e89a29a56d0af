import { listAt, type PolicyResource, type PolicyRule, valueAt } from '../rule.ts';

/** What is not encrypted, by the type of a resource. What a cloud always encrypts has no entry. */
const CHECKS: Readonly<Record<string, (props: PolicyResource['props']) => readonly string[]>> = {
  'aws:ebs/volume:Volume': asked('encrypted'),
  'aws:ec2/launchTemplate:LaunchTemplate': (props) =>
    listAt(props, 'blockDeviceMappings').some((disk) => !isOn(valueAt(disk, 'ebs', 'encrypted')))
      ? ['a disk of the machines is not encrypted: set `encrypted` in each `ebs`']
      : [],
  'aws:efs/fileSystem:FileSystem': asked('encrypted'),
  'aws:eks/cluster:Cluster': (props) =>
    listAt(props, 'encryptionConfig', 'resources').includes('secrets')
      ? []
      : ['secrets of the cluster are stored as they are: set `encryptionConfig` with a key'],
  'aws:rds/cluster:Cluster': asked('storageEncrypted'),
  'aws:rds/instance:Instance': asked('storageEncrypted'),
  'azure-native:storage:StorageAccount': ({ enableHttpsTrafficOnly, minimumTlsVersion }) => [
    // NFS knows no TLS: such an account is reached from its own network only.
    ...(enableHttpsTrafficOnly === false && minimumTlsVersion === undefined
      ? ['it takes requests that are not encrypted: leave `enableHttpsTrafficOnly` out, or name its TLS version']
      : []),
  ],
  'gcp:container/cluster:Cluster': (props) =>
    valueAt(props, 'databaseEncryption', 'state') === 'ENCRYPTED'
      ? []
      : ['secrets of the cluster are stored as they are: set `databaseEncryption` with a key'],
  'kubernetes:storage.k8s.io/v1:StorageClass': (props) =>
    props['provisioner'] === 'ebs.csi.aws.com' && !isOn(valueAt(props, 'parameters', 'encrypted'))
      ? ['volumes of this class are not encrypted: set `parameters.encrypted`']
      : [],
};

/** Disks, files and the cluster's own secrets are unreadable to whoever gets the disk. */
export const encryptionOn: PolicyRule = {
  name: 'encryption-on',
  description: 'Disks, file systems, databases and the secrets of clusters are encrypted.',
  enforcement: 'mandatory',
  examine: ({ props, type }) => CHECKS[type]?.(props) ?? [],
};

function asked(field: string) {
  return (props: PolicyResource['props']) => (isOn(props[field]) ? [] : [`it is stored as it is: set \`${field}\``]);
}

function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}
