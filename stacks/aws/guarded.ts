import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import {
  acceleratedPools,
  type Guarded,
  guardedBuckets,
  guardedCluster,
  guardedData,
  guardedPool,
  usualFrom,
} from '../guarded.ts';

/** What is protected on AWS. */
export function guarded(spec: PlatformOn<'aws'>, facts: TargetFacts): Guarded[] {
  const { cluster, sharedStorage } = facts;
  const { account, region } = spec.target;
  const here = { account, region };
  return [
    guardedCluster('aws:eks/cluster:Cluster', `${cluster}-cluster`, here),
    guardedData('aws:kms/key:Key', `${cluster}-cluster-key`, here),
    ...(sharedStorage === undefined
      ? []
      : [guardedData('aws:efs/fileSystem:FileSystem', `${cluster}-storage-shared`, here)]),
    ...guardedBuckets('aws:s3/bucket:Bucket', facts, region),
    ...acceleratedPools(spec, facts)
      // Where no machine always stands there is no group.
      .filter(([, { nodes }]) => nodes.standing > 0)
      .map(([pool, { driver }]) =>
        guardedPool('aws:eks/nodeGroup:NodeGroup', `${cluster}-pools-${pool.name}`, pool, {
          ...usualFrom(pool),
          driver,
        }),
      ),
  ];
}
