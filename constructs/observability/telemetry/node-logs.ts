import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { ConfigMap, DaemonSet, type Volume } from '../../imports/kubernetes.gen.ts';
import { NODE_AGENTS_NAMESPACE } from '../monitoring-places.ts';
import { NODE_FOLDERS, nodeLogsConfig } from './collector-config.ts';
import { CONFIG_FILE, collector, configVolume } from './collector-pod.ts';
import { NODE_LOGS_PODS } from './telemetry-places.ts';
import type { Tenant } from './tenant.ts';

/** What reads the logs of nodes is given. */
export interface NodeLogsProps {
  /** Whose logs there are. */
  readonly tenants: readonly Tenant[];
  /** Version without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

const NAME = 'node-logs';
/** Fingerprint of its configuration: pods are replaced when it changes. */
export const CONFIG_ANNOTATION = 'plinth.dev/config';

/** A collector on each node, which reads the logs of its pods and has no rights in the cluster. */
export class NodeLogs extends Construct {
  public constructor(scope: Construct, id: string, { tenants, version }: NodeLogsProps) {
    super(scope, id);
    const namespace = NODE_AGENTS_NAMESPACE;
    const metadata = { name: NAME, namespace };
    const config = stringify(nodeLogsConfig(tenants));
    new ConfigMap(this, 'config', { metadata, data: { [CONFIG_FILE]: config } });
    new DaemonSet(this, 'daemons', {
      metadata,
      spec: {
        selector: { matchLabels: NODE_LOGS_PODS },
        template: {
          metadata: { labels: NODE_LOGS_PODS, annotations: { [CONFIG_ANNOTATION]: fingerprint(config) } },
          spec: {
            automountServiceAccountToken: false,
            tolerations: [{ operator: 'Exists' }],
            // Kubelet's files belong to root. It may read them and nothing else that root may.
            securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              collector(version, '256Mi', {
                env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
                volumeMounts: [
                  { name: 'logs', mountPath: NODE_FOLDERS.logs, readOnly: true },
                  { name: 'kept', mountPath: NODE_FOLDERS.kept },
                ],
              }),
            ],
            volumes: volumes(),
          },
        },
      },
    });
  }
}

/** Where files were read up to is kept on the node: after a restart no line comes twice, and none is left out. */
function volumes(): readonly Volume[] {
  return [
    configVolume(NAME),
    { name: 'logs', hostPath: { path: NODE_FOLDERS.logs, type: 'DirectoryOrCreate' } },
    { name: 'kept', hostPath: { path: NODE_FOLDERS.kept, type: 'DirectoryOrCreate' } },
  ];
}

/** A short fingerprint of a configuration. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
