import { CERTIFICATE_FOLDER, type ControllerSite } from './controller.ts';

/** Settings of a controller as its configuration file holds them. */
export type ManagerConfig = Readonly<Record<string, unknown>>;

/** Name of the configuration file inside the controller's folder. */
export const CONFIG_FILE = 'config.json';

/** What a local process must do differently from a pod, in words for a report. */
export const LOCAL_CHANGES = [
  'runs as a process: own ports on 127.0.0.1, no leader election',
  'webhook certificate made by the rehearsal',
] as const;

/**
 * The controller's own configuration with ports, certificate folder and leader election for a single local process.
 *
 * Kueue, JobSet, LWS and Trainer share these fields. Everything else stays as users get it, client rates included.
 */
export function localManagerConfig({ deployment, ports, folder }: ControllerSite): ManagerConfig {
  const config = deployment.config ?? {};
  return {
    ...config,
    health: { ...section(config, 'health'), healthProbeBindAddress: `127.0.0.1:${ports.health}` },
    metrics: { ...section(config, 'metrics'), bindAddress: `127.0.0.1:${ports.metrics}` },
    webhook: {
      ...section(config, 'webhook'),
      host: '127.0.0.1',
      port: ports.webhook,
      certDir: `${folder}/${CERTIFICATE_FOLDER}`,
    },
    leaderElection: { ...section(config, 'leaderElection'), leaderElect: false },
  };
}

/** A part of a configuration; empty if it is not there. */
export function section(config: ManagerConfig, name: string): Record<string, unknown> {
  return (config[name] ?? {}) as Record<string, unknown>;
}
