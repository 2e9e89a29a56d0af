import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { TargetFacts } from '../../spec/facts.ts';
import type { DigitalOceanTarget } from '../../spec/target.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { TeamBucket } from './team-bucket.ts';

/** Where data lies. */
export interface StorageArgs {
  /** Names of buckets and of the storage class. */
  readonly facts: TargetFacts;
  /** Region. */
  readonly target: DigitalOceanTarget;
  /** What happens to it. */
  readonly deletion: Deletion;
}

/** Buckets of the teams, and the storage class by which volumes are asked for. */
export class Storage extends ComponentResource {
  /** The storage class under the name that the facts say. */
  public readonly objects: readonly ClusterObject[];
  /** Bucket of the registry. @default - there is no registry */
  public readonly registryBucket: TeamBucket | undefined;
  /** Bucket of each team that has one. */
  public readonly buckets: ReadonlyMap<string, TeamBucket>;

  public constructor(name: string, args: StorageArgs, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:Storage', name, {}, opts);
    const { deletion, facts, target } = args;
    this.buckets = new Map(
      facts.teams.flatMap(({ bucket, name: team }) => {
        if (bucket === undefined) return [];
        const of = { bucket: bucket.name, region: target.region, deletion };
        return [[team, new TeamBucket(`${name}-bucket-${team}`, of, { parent: this })] as const];
      }),
    );
    const { registryStore } = facts;
    if (registryStore?.kind === 's3') {
      const of = { bucket: registryStore.bucket, region: target.region, deletion };
      this.registryBucket = new TeamBucket(`${name}-registry`, of, { parent: this });
    }
    this.objects = facts.blockStorage === undefined ? [] : [blockClass(facts.blockStorage)];
    this.registerOutputs();
  }
}

/** Disks of one machine, which DigitalOcean encrypts. Claims that name no class get DigitalOcean's own default, the same disks. */
function blockClass(name: string): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'dobs.csi.digitalocean.com',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}
