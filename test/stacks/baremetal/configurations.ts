import { the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';

/** What a machine's configuration is generated from, as the recorder answers it. */
export interface Configuration {
  readonly clusterEndpoint: string;
  readonly machineType: string;
  readonly talosVersion: string;
  readonly kubernetesVersion: string;
  readonly configPatches: readonly string[];
}

/** The configuration that a machine got; it is hidden in the state. */
export function configurationOf(run: readonly Registered[], name: string): Configuration {
  const { inputs } = the(run, 'talos:machine/configurationApply:ConfigurationApply', name);
  const { secret } = inputs['machineConfigurationInput'] as { secret: string };
  return JSON.parse(secret) as Configuration;
}

/** The first change to it: everything but its name. */
export function patchOf(run: readonly Registered[], name: string) {
  const [patch = ''] = configurationOf(run, name).configPatches;
  return JSON.parse(patch) as { machine: Record<string, unknown>; cluster: Record<string, unknown> };
}
