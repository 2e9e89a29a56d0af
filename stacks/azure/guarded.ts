import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import { acceleratedPools, type Guarded, guardedCluster, guardedData, guardedPool } from '../guarded.ts';
import { lastingArgs } from './agent-pool.ts';
import { accountName } from './facts.ts';
import { usedInKata } from './kata.ts';

/** What is protected on Azure. */
export function guarded(spec: PlatformOn<'azure'>, facts: TargetFacts): Guarded[] {
  const { cluster, sharedStorage } = facts;
  const { region, subscription } = spec.target;
  const here = { subscription, region };
  return [
    guardedCluster('azure-native:containerservice:ManagedCluster', `${cluster}-cluster`, here),
    guardedData('azure-native:resources:ResourceGroup', `${cluster}-groups-data`, here),
    guardedData('azure-native:containerregistry:Registry', `${cluster}-registry`, here),
    ...(sharedStorage === undefined ? [] : [account(`${cluster}-storage-shared`, accountName(spec, 'files'), region)]),
    ...containers(facts, region),
    ...registry(facts, region),
    ...vault(facts, region),
    ...(spec.target.secretsKey === 'own' ? key(`${cluster}-cluster-key`, accountName(spec, 'etcd'), region) : []),
    ...pools(spec, facts),
  ];
}

function account(name: string, called: string, region: string): Guarded {
  return guardedData('azure-native:storage:StorageAccount', name, { account: called, region });
}

function registry({ cluster, registryStore: store }: TargetFacts, region: string): Guarded[] {
  if (store?.kind !== 'azure') return [];
  const name = `${cluster}-storage-registry`;
  const from = { account: store.account, container: store.container };
  const place = { list: 'registry' } as const;
  return [
    guardedData('azure-native:storage:StorageAccount', name, { account: store.account, region }, place),
    guardedData('azure-native:storage:BlobContainer', name, from, place),
  ];
}

/** Vault of the secrets that people keep beside the platform. */
function vault({ access, cluster }: TargetFacts, region: string): Guarded[] {
  const { secretStore } = access ?? {};
  if (secretStore?.kind !== 'azure') return [];
  const from = { vault: secretStore.vault, region };
  return [guardedData('azure-native:keyvault:Vault', `${cluster}-identity-access-vault`, from, { list: 'access' })];
}

function key(name: string, vault: string, region: string): Guarded[] {
  const here = { vault, region };
  return ['Vault', 'Key'].map((kind) => guardedData(`azure-native:keyvault:${kind}`, name, here));
}

function containers({ cluster, teams }: TargetFacts, region: string): Guarded[] {
  const name = `${cluster}-storage-containers`;
  const [of] = teams.flatMap(({ bucket }) => bucket?.account ?? []);
  if (of === undefined) return [];
  return [
    account(name, of, region),
    ...teams.flatMap(({ bucket, name: team }) =>
      bucket === undefined
        ? []
        : [
            guardedData(
              'azure-native:storage:BlobContainer',
              `${name}-${team}`,
              { account: of, container: bucket.name },
              { list: 'teams', name: team },
            ),
          ],
    ),
  ];
}

/** What AKS cannot change is what the pool's own name ends in. */
function pools(spec: PlatformOn<'azure'>, facts: TargetFacts): Guarded[] {
  return acceleratedPools(spec, facts)
    .filter(([, { autoscaler, nodes }]) => nodes.standing > 0 || autoscaler === 'nodePool')
    .map(([pool, known]) => {
      const lasting = lastingArgs({ facts: known, kata: usedInKata(spec, pool.name), pool, target: spec.target });
      const all: Readonly<Record<string, unknown>> = { ...lasting, placementGroup: known.placementGroup };
      const from = LASTING.map((key) => [key, inText(all[key])]);
      const name = `${facts.cluster}-pools-${pool.name}`;
      return guardedPool('azure-native:containerservice:AgentPool', name, pool, Object.fromEntries(from));
    });
}

/** All that AKS cannot change of a pool, said of every pool: what one run leaves out and the next says is a change too. */
const LASTING = [
  'vmSize',
  'osSKU',
  'osDiskSizeGB',
  'availabilityZones',
  'workloadRuntime',
  'gpuProfile',
  'gpuInstanceProfile',
  'scaleSetPriority',
  'capacityReservationGroupID',
  'placementGroup',
] as const;

function inText(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
