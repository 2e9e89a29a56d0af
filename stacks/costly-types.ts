/** Resources that are pools of machines: what is lost with one of them may not come back. By target, and by what adds machines. */
export const POOL_TYPES: ReadonlySet<string> = new Set([
  'aws:eks/nodeGroup:NodeGroup',
  'azure-native:containerservice:AgentPool',
  'digitalocean:index/kubernetesNodePool:KubernetesNodePool',
  'gcp:container/nodePool:NodePool',
]);

/** Resources that are bought for a time by being made, and that no deletion gives back or stops paying for. */
export const COMMITMENT_TYPES: ReadonlySet<string> = new Set([
  'aws:athena/capacityReservation:CapacityReservation',
  'aws:ec2/capacityBlockReservation:CapacityBlockReservation',
  'aws:ec2/capacityReservation:CapacityReservation',
  'aws:elasticache/reservedCacheNode:ReservedCacheNode',
  'aws:rds/reservedInstance:ReservedInstance',
  'aws:savingsplans/savingsPlan:SavingsPlan',
  'azure-native:billingbenefits:Macc',
  'azure-native:compute:CapacityReservation',
  'gcp:bigquery/capacityCommitment:CapacityCommitment',
  'gcp:compute/futureReservation:FutureReservation',
  'gcp:compute/regionCommitment:RegionCommitment',
  'gcp:compute/reservation:Reservation',
]);

/** Resources that hold what cannot be made again: data, and the keys without which it cannot be read. */
export const DATA_TYPES: ReadonlySet<string> = new Set([
  'aws:dynamodb/table:Table',
  'aws:efs/fileSystem:FileSystem',
  'aws:fsx/lustreFileSystem:LustreFileSystem',
  'aws:kms/key:Key',
  'aws:rds/cluster:Cluster',
  'aws:rds/instance:Instance',
  'aws:s3/bucket:Bucket',
  'azure-native:dbforpostgresql:Server',
  'azure-native:keyvault:Vault',
  'azure-native:storage:StorageAccount',
  'digitalocean:index/databaseCluster:DatabaseCluster',
  'digitalocean:index/spacesBucket:SpacesBucket',
  'gcp:filestore/instance:Instance',
  'gcp:kms/cryptoKey:CryptoKey',
  'gcp:lustre/instance:Instance',
  'gcp:sql/databaseInstance:DatabaseInstance',
  'gcp:storage/bucket:Bucket',
  'talos:machine/secrets:Secrets',
]);
