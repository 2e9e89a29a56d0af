import { globalEnding } from '../../spec/bucket-name.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import {
  acceleratedPools,
  type Guarded,
  guardedBuckets,
  guardedCluster,
  guardedData,
  guardedPool,
} from '../guarded.ts';
import { partitionMode } from './partition-mode.ts';

/** What is protected on DigitalOcean. */
export function guarded(spec: PlatformOn<'digitalocean'>, facts: TargetFacts): Guarded[] {
  const { cluster } = facts;
  const { region, team } = spec.target;
  return [
    guardedCluster('digitalocean:index/kubernetesCluster:KubernetesCluster', `${cluster}-cluster`, { region }),
    guardedData('digitalocean:index/containerRegistries:ContainerRegistries', `${cluster}-registry`, {
      registry: `${cluster}-${globalEnding(spec, team)}`,
    }),
    ...guardedBuckets('digitalocean:index/spacesBucket:SpacesBucket', facts, region),
    ...acceleratedPools(spec, facts).map(([pool]) =>
      guardedPool('digitalocean:index/kubernetesNodePool:KubernetesNodePool', `${cluster}-pools-${pool.name}`, pool, {
        size: pool.instance ?? '',
        partitions: partitionMode(pool) ?? '',
      }),
    ),
  ];
}
