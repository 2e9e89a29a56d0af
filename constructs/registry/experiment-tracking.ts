import { Construct } from 'constructs';
import type { TargetFacts, TeamFacts } from '../../spec/facts.ts';
import {
  EXPERIMENT_TRACKING,
  TEAM_SERVICE_ACCOUNT,
  TRACKING_DATABASE,
  trackingNamespace,
} from '../../spec/team-identity.ts';
import { ProtectedRoute, type WayIn } from '../access/index.ts';
import { PlatformNamespace } from '../core/index.ts';
import { ConfigMap, Deployment, PersistentVolumeClaim, Service, ServiceAccount } from '../imports/kubernetes.gen.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { Database } from './database.ts';
import { teamBackup } from './database-backup.ts';
import { TrackingNetwork } from './tracking-network.ts';
import { TRACKING_PORT, trackingPod } from './tracking-server.ts';

/** Name of MLflow's objects in a team's namespace for it. */
const MLFLOW = 'mlflow';

/** Experiments of one team. */
export interface ExperimentTrackingProps {
  /** The team and its namespaces. */
  readonly space: TeamSpace;
  /** The place. */
  readonly facts: Pick<TargetFacts, 'network' | 'blockStorage'>;
  /** The way in. */
  readonly access: WayIn;
  /** Kubernetes minor of the cluster. */
  readonly kubernetes: string;
  /** Version of MLflow, without a leading `v`. @default - the catalogue's */
  readonly version?: string;
}

/**
 * MLflow of one team: experiments, metrics, registered models, and their artifacts in the team's bucket.
 *
 * It stands in a namespace of its own, `<team>-tracking`, in which nobody of the team has rights: the queue does not hold
 * its pods back, they do not land on accelerator nodes, and the password of its database stays with it. MLflow itself
 * asks nobody who they are: people come in through the gateway, jobs of the team by its address in the cluster, and nobody
 * else reaches it.
 */
export class ExperimentTracking extends Construct {
  /** Address for people. */
  public readonly url: string;
  /** Address for the team's pods. */
  public readonly uri: string;
  /** Namespace that it runs in. */
  public readonly namespace: string;
  /** Where experiments are recorded. */
  public readonly database: Database;

  public constructor(scope: Construct, id: string, props: ExperimentTrackingProps) {
    super(scope, id);
    const { access, kubernetes, space } = props;
    const { team } = space;
    this.namespace = trackingNamespace(team);
    const host = access.host(`mlflow-${team.name}`);
    const address = `${MLFLOW}.${this.namespace}.svc:${TRACKING_PORT}`;
    this.uri = `http://${address}`;

    new PlatformNamespace(this, 'namespace', { name: this.namespace, kubernetes });
    this.#account(space.facts);
    this.database = this.#database(props);
    const labels = { 'app.kubernetes.io/name': MLFLOW };
    const route = this.#route(props, host, labels);
    this.url = route.url;
    this.#server(props, [host, address], labels);
    new TrackingNetwork(this, 'network', {
      space,
      namespace: this.namespace,
      facts: props.facts,
      labels,
      port: TRACKING_PORT,
      database: this.database.podLabels,
    });
    for (const { name } of space.namespaces)
      new ConfigMap(this, `address-${name}`, {
        metadata: { name: EXPERIMENT_TRACKING, namespace: name },
        data: { MLFLOW_TRACKING_URI: this.uri },
      });
  }

  /** Two owners of one object would undo each other's annotations. */
  #account({ identityAnnotations, serviceAccountOwner }: TeamFacts): void {
    if (serviceAccountOwner !== 'manifests') return;
    new ServiceAccount(this, 'account', {
      metadata: { name: TEAM_SERVICE_ACCOUNT, namespace: this.namespace, annotations: { ...identityAnnotations } },
      automountServiceAccountToken: false,
    });
  }

  #database({ facts, space }: ExperimentTrackingProps): Database {
    const { bucket, identityPodLabels } = space.facts;
    return new Database(this, 'database', {
      name: TRACKING_DATABASE,
      namespace: this.namespace,
      database: MLFLOW,
      owner: MLFLOW,
      instances: 2,
      size: '10Gi',
      memory: '512Mi',
      storageClass: facts.blockStorage,
      podLabels: identityPodLabels,
      // The operator makes a service account of this name, which a cloud knows as the team's.
      backup: bucket && teamBackup(bucket, TRACKING_DATABASE),
    });
  }

  #route({ access, space }: ExperimentTrackingProps, host: string, podLabels: Readonly<Record<string, string>>) {
    return new ProtectedRoute(this, 'route', {
      name: `${MLFLOW}-${space.team.name}`,
      namespace: this.namespace,
      host,
      access,
      audience: 'people',
      groups: access.members(space.team),
      backend: { service: MLFLOW, port: TRACKING_PORT, podLabels },
      // Artifacts are large.
      timeout: '600s',
    });
  }

  #server(props: ExperimentTrackingProps, hosts: readonly string[], labels: Readonly<Record<string, string>>): void {
    const { facts, space, version } = props;
    const { bucket, identityPodLabels } = space.facts;
    const metadata = { name: MLFLOW, namespace: this.namespace };
    new Service(this, 'service', {
      metadata,
      spec: { selector: { ...labels }, ports: [{ name: 'http', port: TRACKING_PORT, targetPort: 'http' }] },
    });
    if (bucket === undefined)
      new PersistentVolumeClaim(this, 'artifacts', {
        metadata: { ...metadata, name: `${MLFLOW}-artifacts` },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: facts.blockStorage,
          resources: { requests: { storage: '100Gi' } },
        },
      });
    new Deployment(this, 'server', {
      metadata,
      spec: {
        replicas: 1,
        // Two versions at once would each want the schema of their own.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: { ...labels } },
        template: {
          metadata: { labels: { ...identityPodLabels, ...labels, ...this.database.clientLabels } },
          spec: {
            serviceAccountName: TEAM_SERVICE_ACCOUNT,
            ...trackingPod({ hosts, url: this.url, bucket, version, database: this.database }),
          },
        },
      },
    });
  }
}
