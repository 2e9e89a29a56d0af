import type { ControlPlaneFiles } from './control-plane-files.ts';

/** Client rates that never limit a rehearsal: what is measured must be the platform, not a client's throttle. */
export const UNTHROTTLED = { queriesPerSecond: 5_000, burst: 10_000 } as const;

/** Addresses of Services; nothing routes them, but they have to be assigned. */
const SERVICE_ADDRESSES = '10.96.0.0/16';

/** Where the store listens. */
export interface StorePorts {
  readonly client: number;
  readonly peer: number;
}

/** What may differ from the API server that users get. */
export interface ApiServerTuning {
  /** Feature gates by name, for API server, controller manager and scheduler alike. @default {} - as released */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** API groups to serve beyond the default, such as `{ 'scheduling.k8s.io/v1beta1': true }`. @default {} */
  readonly runtimeConfig?: Readonly<Record<string, boolean>>;
}

/** Flags of etcd: one member that may lose everything in a power cut. */
export function etcdFlags(files: ControlPlaneFiles, ports: StorePorts): string[] {
  const client = `http://127.0.0.1:${ports.client}`;
  const peer = `http://127.0.0.1:${ports.peer}`;
  return [
    '--name=rehearsal',
    `--data-dir=${files.path('etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=rehearsal=${peer}`,
    '--unsafe-no-fsync',
    `--quota-backend-bytes=${4 * 2 ** 30}`,
    '--log-level=warn',
  ];
}

/** Flags of the API server: admission as released, RBAC, audit, the aggregation layer on. */
export function apiServerFlags(files: ControlPlaneFiles, store: StorePorts, tuning: ApiServerTuning): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${store.client}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${new URL(files.server).port}`,
    '--endpoint-reconciler-type=none',
    `--cert-dir=${files.path('apiserver')}`,
    `--tls-cert-file=${files.path('apiserver.crt')}`,
    `--tls-private-key-file=${files.path('apiserver.key')}`,
    `--client-ca-file=${files.path('ca.crt')}`,
    '--authorization-mode=RBAC',
    `--service-cluster-ip-range=${SERVICE_ADDRESSES}`,
    '--allow-privileged=true',
    ...serviceAccountFlags(files),
    ...aggregationFlags(files),
    ...auditFlags(files),
    ...assignments('feature-gates', tuning.featureGates),
    ...assignments('runtime-config', tuning.runtimeConfig),
  ];
}

function serviceAccountFlags(files: ControlPlaneFiles): string[] {
  return [
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.path('service-account.key')}`,
    `--service-account-signing-key-file=${files.path('service-account.key')}`,
  ];
}

/** The log is written in batches; where it cannot follow, entries are dropped, not requests held up. */
function auditFlags(files: ControlPlaneFiles): string[] {
  return [
    `--audit-policy-file=${files.path('audit-policy.json')}`,
    `--audit-log-path=${files.log('audit')}`,
    '--audit-log-mode=batch',
  ];
}

function aggregationFlags(files: ControlPlaneFiles): string[] {
  return [
    `--requestheader-client-ca-file=${files.path('front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${files.path('front-proxy.crt')}`,
    `--proxy-client-key-file=${files.path('front-proxy.key')}`,
  ];
}

/** Flags of the controller manager: every controller that runs by default, the node lifecycle among them. */
export function controllerManagerFlags(files: ControlPlaneFiles, config: string, tuning: ApiServerTuning): string[] {
  return [
    `--kubeconfig=${config}`,
    `--authentication-kubeconfig=${config}`,
    `--authorization-kubeconfig=${config}`,
    `--service-account-private-key-file=${files.path('service-account.key')}`,
    `--root-ca-file=${files.path('ca.crt')}`,
    `--cluster-signing-cert-file=${files.path('ca.crt')}`,
    `--cluster-signing-key-file=${files.path('ca.key')}`,
    '--use-service-account-credentials=true',
    '--leader-elect=false',
    '--secure-port=0',
    `--kube-api-qps=${UNTHROTTLED.queriesPerSecond}`,
    `--kube-api-burst=${UNTHROTTLED.burst}`,
    '--concurrent-job-syncs=20',
    ...assignments('feature-gates', tuning.featureGates),
  ];
}

/** Flags of the scheduler; how it schedules stands in its configuration file. */
export function schedulerFlags(configFile: string, tuning: ApiServerTuning): string[] {
  return [`--config=${configFile}`, '--secure-port=0', ...assignments('feature-gates', tuning.featureGates)];
}

/** The scheduler's configuration. @param overrides - top-level fields such as `profiles`; they win. */
export function schedulerConfiguration(config: string, overrides: Readonly<Record<string, unknown>>): object {
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: false },
    clientConnection: { kubeconfig: config, qps: UNTHROTTLED.queriesPerSecond, burst: UNTHROTTLED.burst },
    ...overrides,
  };
}

function assignments(flag: string, values: Readonly<Record<string, boolean>> = {}): string[] {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : [`--${flag}=${pairs.join(',')}`];
}
