import { z } from 'zod';
import { DEFAULT_KUBERNETES_MINOR } from '../catalog/index.ts';
import { apiAccess, publicApiAccess } from './api-access.ts';
import { management, osImage } from './cluster-api.ts';
import { awsNetwork, azureNetwork, digitaloceanNetwork, gcpNetwork } from './existing-network.ts';
import { cidr, dnsLabel, field, text } from './field.ts';
import { fsxLustre, managedLustre } from './lustre.ts';
import { machines } from './machine.ts';
import { network } from './network.ts';

export { TARGET_KINDS, type TargetKind } from './target-kind.ts';

/** Network plugins that enforce NetworkPolicy in both directions. */
export const POLICY_ENGINES = ['cilium', 'calico', 'antrea', 'kube-router', 'ovn-kubernetes'] as const;

const kubernetes = field(
  z
    .string()
    .regex(/^1\.\d{2}$/, `expected a Kubernetes minor in quotes, such as "${DEFAULT_KUBERNETES_MINOR}"`)
    .default(DEFAULT_KUBERNETES_MINOR),
  'Kubernetes minor of the cluster, in quotes. Every component that is switched on must list it or have been rehearsed on it.',
  DEFAULT_KUBERNETES_MINOR,
);
const region = (example: string) => field(dnsLabel(32), 'Region the cluster is built in.', example);
const zones = (example: string) =>
  field(
    z.array(dnsLabel(40)).max(6).readonly().default([]),
    'Zones the cluster spreads over. Empty: the target chooses.',
    [example],
  );
const inNetwork = <S extends z.ZodType>(schema: S, cloud: string) =>
  field(schema, `Network of a cluster on ${cloud}: a new one in these addresses, or one that is there already.`, {
    nodes: '10.40.0.0/16',
  });
const storageClass = (what: string, example: string) => field(dnsLabel(63).optional(), what, example);

const aws = z
  .strictObject({
    kind: z.literal('aws').meta({ description: 'Amazon EKS.', examples: ['aws'] }),
    account: field(
      z.string().regex(/^\d{12}$/, 'expected twelve digits in quotes'),
      'Account the cluster is built in, twelve digits in quotes.',
      '111122223333',
    ),
    region: region('eu-west-1'),
    zones: zones('eu-west-1a'),
    kubernetes,
    network: inNetwork(awsNetwork.prefault({}), 'AWS'),
    apiAccess,
    lustre: fsxLustre,
    autoscaler: field(
      z.enum(['karpenter', 'none']).default('karpenter'),
      'What adds and removes nodes: `karpenter`, or `none` for node groups of fixed size.',
      'karpenter',
    ),
  })
  .readonly();

const gcp = z
  .strictObject({
    kind: z.literal('gcp').meta({ description: 'Google Kubernetes Engine.', examples: ['gcp'] }),
    project: field(dnsLabel(30), 'Project id the cluster is built in.', 'atlas-prod'),
    region: region('europe-west4'),
    zones: zones('europe-west4-a'),
    kubernetes,
    network: inNetwork(gcpNetwork.prefault({}), 'Google Cloud'),
    lustre: managedLustre,
    autoscaler: field(
      z.enum(['computeClass', 'nodePool', 'none']).default('computeClass'),
      'What adds and removes nodes: `computeClass` (priorities over capacities), `nodePool` (each pool scales itself), or `none`.',
      'computeClass',
    ),
  })
  .readonly();

const azure = z
  .strictObject({
    kind: z.literal('azure').meta({ description: 'Azure Kubernetes Service.', examples: ['azure'] }),
    subscription: field(
      z.guid('expected a subscription id (a UUID)'),
      'Subscription the cluster is built in.',
      '00000000-0000-4000-8000-000000000001',
    ),
    region: region('westeurope'),
    zones: field(
      z
        .array(z.enum(['1', '2', '3']))
        .max(3)
        .readonly()
        .default([]),
      'Zones the cluster spreads over. Empty: the target chooses.',
      ['1'],
    ),
    kubernetes,
    network: inNetwork(azureNetwork.prefault({}), 'Azure'),
    apiAccess,
    secretsKey: field(
      z.enum(['azure', 'own']).default('azure'),
      'Key with which the API server encrypts secrets: `azure` (AKS’ own, nothing to look after) or `own` (in a Key Vault of the platform; lost, it is the end of the cluster). Changing it starts the control plane anew.',
      'own',
    ),
    autoscaler: field(
      z.enum(['karpenter', 'nodePool', 'none']).default('karpenter'),
      'What adds and removes nodes: `karpenter` (node auto-provisioning), `nodePool` (each pool scales itself), or `none`.',
      'karpenter',
    ),
  })
  .readonly();

const digitalocean = z
  .strictObject({
    kind: z.literal('digitalocean').meta({ description: 'DigitalOcean Kubernetes.', examples: ['digitalocean'] }),
    team: field(dnsLabel(32), 'Name of the DigitalOcean team that pays; part of global bucket names.', 'atlas'),
    region: region('ams3'),
    kubernetes,
    network: inNetwork(digitaloceanNetwork.prefault({}), 'DigitalOcean'),
    apiAccess: publicApiAccess,
    autoscaler: field(
      z.enum(['nodePool', 'none']).default('nodePool'),
      'What adds and removes nodes: `nodePool` (each pool scales itself), or `none`.',
      'nodePool',
    ),
  })
  .readonly();

const baremetal = z
  .strictObject({
    kind: z
      .literal('baremetal')
      .meta({ description: 'Machines of your own, made a cluster by Plinth.', examples: ['baremetal'] }),
    site: field(dnsLabel(24), 'Name of the data centre or room; part of bucket names and of the zone label.', 'fra1'),
    kubernetes,
    network: field(network.prefault({}), 'Address ranges of the cluster.', { nodes: '10.40.0.0/16' }),
    distribution: field(
      z.enum(['talos', 'clusterApi']).default('talos'),
      'What turns machines into a cluster: `talos` (Talos Linux, one machine list) or `clusterApi` (Cluster API with Metal3; adds and removes machines).',
      'talos',
    ),
    loadBalancers: field(
      cidr.optional(),
      'Addresses that Services of type LoadBalancer take. Without it there are none.',
      '10.40.200.0/24',
    ),
    machines,
    image: osImage,
    management,
    endpoint: field(
      z
        .string()
        .max(253)
        .regex(/^[a-z0-9]([-a-z0-9.:]*[a-z0-9])?$/, 'expected an address or a host name, without scheme and port')
        .optional(),
      'Address or name under which the machines of the control plane are reached together: that of your load balancer, or a name in your DNS. Without it: the address of the first one.',
      'api.fra1.example.org',
    ),
    mirrors: field(
      z.record(text(253), z.url({ protocol: /^https?$/ }).max(300)).default({}),
      'Local registries that machines pull from: for each registry the address of its mirror.',
      { 'docker.io': 'https://mirror.example.org/v2/docker.io' },
    ),
  })
  .readonly();

const existing = z
  .strictObject({
    kind: z.literal('existing').meta({
      description: 'A cluster that is already there; nothing below Kubernetes is touched.',
      examples: ['existing'],
    }),
    cluster: field(dnsLabel(40), 'Name of the cluster, for people and for bucket names.', 'lab'),
    kubernetes,
    networkPolicy: field(
      z.enum(POLICY_ENGINES),
      'Network plugin that enforces NetworkPolicy. There is no default: without one, teams could reach each other.',
      'cilium',
    ),
    storage: field(
      z
        .strictObject({
          block: storageClass(
            'StorageClass for volumes of one node (ReadWriteOnce). Without it the cluster’s default class is used.',
            'fast-ssd',
          ),
          shared: storageClass(
            'StorageClass for volumes of many nodes (ReadWriteMany). Without it checkpoints go to the object store.',
            'cephfs',
          ),
          objects: field(
            z.url().max(253).optional(),
            'Endpoint of an S3 store for datasets and checkpoints. Without it teams have none.',
            'https://s3.lab.example.org',
          ),
        })
        .readonly()
        .prefault({}),
      'Storage that the cluster offers.',
      { block: 'fast-ssd' },
    ),
    apiServer: field(
      z.array(cidr).max(8).readonly().default([]),
      'Addresses of the API server, for the teams’ network rules. Empty: port 443 and 6443 of any address in `10.0.0.0/8`, `172.16.0.0/12` and `192.168.0.0/16`.',
      ['10.0.0.10/32'],
    ),
    note: field(
      text(200).optional(),
      'Anything a reader should know about this cluster.',
      'kubeadm, run by the lab team',
    ),
  })
  .readonly();

/** Where the platform runs. */
export const target = z.discriminatedUnion('kind', [aws, gcp, azure, digitalocean, baremetal, existing]);

/** Amazon EKS. */
export type AwsTarget = z.output<typeof aws>;
/** Google Kubernetes Engine. */
export type GcpTarget = z.output<typeof gcp>;
/** Azure Kubernetes Service. */
export type AzureTarget = z.output<typeof azure>;
/** DigitalOcean Kubernetes. */
export type DigitalOceanTarget = z.output<typeof digitalocean>;
/** Machines of one's own. */
export type BaremetalTarget = z.output<typeof baremetal>;
/** A cluster that is already there. */
export type ExistingTarget = z.output<typeof existing>;
