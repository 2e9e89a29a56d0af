import { globalEnding } from '../../spec/bucket-name.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import {
  acceleratedPools,
  type Guarded,
  guardedBuckets,
  guardedCluster,
  guardedData,
  guardedPool,
  inWords,
  usualFrom,
} from '../guarded.ts';
import { isMadeHere, isPacked } from './pool-size.ts';
import { isSlice } from './tpu-slice.ts';

/** What is protected on Google Cloud. */
export function guarded(spec: PlatformOn<'gcp'>, facts: TargetFacts): Guarded[] {
  const { cluster } = facts;
  const { project, region } = spec.target;
  const keyRing = { ring: `${cluster}-${globalEnding(spec, project)}`, project, region };
  return [
    guardedCluster('gcp:container/cluster:Cluster', `${cluster}-cluster`, { project, region }),
    guardedData('gcp:kms/keyRing:KeyRing', `${cluster}-cluster-key`, keyRing),
    guardedData('gcp:kms/cryptoKey:CryptoKey', `${cluster}-cluster-key`, keyRing),
    ...guardedBuckets('gcp:storage/bucket:Bucket', facts, region),
    ...pools(spec, facts),
  ];
}

/** GKE changes neither the accelerators of a pool nor how they are shared, driven and bought: it makes another pool. */
function pools(spec: PlatformOn<'gcp'>, facts: TargetFacts): Guarded[] {
  return acceleratedPools(spec, facts)
    .filter(([, known]) => isMadeHere(known))
    .map(([pool, { driver, nodes }]) => {
      const shape = poolShape('gcp', pool);
      return guardedPool('gcp:container/nodePool:NodePool', `${facts.cluster}-pools-${pool.name}`, pool, {
        ...usualFrom(pool),
        driver,
        sharing: inWords(pool.sharing),
        place: isPacked(pool, shape) ? 'packed' : isSlice(pool, shape) ? `slice of ${nodes.standing}` : 'anywhere',
      });
    });
}
