import type { PlatformSpec } from '../../spec/platform.ts';
import type { EnvVar, Toleration } from '../imports/kubernetes.gen.ts';
import { isPlugged } from './accelerator-needs.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { WHOLE_DEVICES } from './device-plugin-config.ts';
import { NOT_CUT } from './mig-config.ts';
import { installsDriver, NVIDIA_LABELS } from './node-labels.ts';
import { bringsToolkit, nvidiaHost } from './nvidia-host.ts';
import { tolerationsFor } from './placement.ts';

/** Values of the NVIDIA GPU operator's chart that Plinth sets. */
export interface NvidiaGpuOperatorValues {
  readonly nfd: { readonly enabled: boolean };
  readonly cdi: { readonly enabled: boolean; readonly nriPluginEnabled: boolean };
  readonly hostPaths: { readonly driverInstallDir: string };
  readonly daemonsets: { readonly tolerations: readonly Toleration[] };
  readonly operator: { readonly runtimeClass: string; readonly upgradeCRD: boolean };
  readonly mig: { readonly strategy: 'mixed' };
  readonly driver: { readonly enabled: boolean; readonly manager?: { readonly env: readonly EnvVar[] } };
  readonly toolkit: { readonly enabled: boolean; readonly installDir: string; readonly env: readonly EnvVar[] };
  readonly devicePlugin: { readonly enabled: boolean; readonly config?: NamedConfig };
  readonly dcgmExporter: {
    readonly serviceMonitor: { readonly enabled: boolean };
    readonly config?: { readonly name: string };
  };
  readonly migManager: {
    readonly enabled: boolean;
    readonly env?: readonly EnvVar[];
    readonly config?: NamedConfig;
  };
  readonly gdrcopy: { readonly enabled: boolean };
}

interface NamedConfig {
  readonly name: string;
  readonly default: string;
}

/** What the values are made from. */
export interface NvidiaGpuOperatorInput {
  /** The platform. */
  readonly spec: PlatformSpec;
  /** Pools that the operator serves. */
  readonly pools: readonly AcceleratorPool[];
  /** ConfigMap of the device plugin. @default - no pool shares devices */
  readonly sharing?: string;
  /** ConfigMap of the MIG manager. @default - no pool has partitions */
  readonly partitions?: string;
  /** ConfigMap of the exporter: what it shows. @default - its own list */
  readonly metrics?: string | undefined;
}

/** The chart's values. What a single pool does not need is switched off by the labels of its nodes. */
export function nvidiaGpuOperatorValues(input: NvidiaGpuOperatorInput): NvidiaGpuOperatorValues {
  const { metrics, partitions, pools, sharing, spec } = input;
  const plugged = pools.filter(isPlugged);
  const host = nvidiaHost(spec, plugged);
  const driver = pools.some(installsDriver);
  return {
    // The room's own, which the other operators use as well.
    nfd: { enabled: false },
    cdi: { enabled: true, nriPluginEnabled: host.nriPlugin },
    hostPaths: { driverInstallDir: host.driverInstallDir },
    daemonsets: { tolerations: tolerationsFor(pools) },
    // Definitions come with the delivery, and a hook that changes them behind its back would never agree with it.
    operator: { runtimeClass: host.runtimeClass, upgradeCRD: false },
    mig: { strategy: 'mixed' },
    driver: driver ? { enabled: true, manager: { env: variables(EVICT_CLAIMS) } } : { enabled: false },
    toolkit: {
      enabled: plugged.some((pool) => !bringsToolkit(pool)),
      installDir: host.toolkitInstallDir,
      env: variables({ ...CLOSED_TO_VARIABLES, ...host.toolkitEnv }),
    },
    devicePlugin: {
      enabled: plugged.length > 0,
      ...(sharing === undefined ? {} : { config: { name: sharing, default: WHOLE_DEVICES } }),
    },
    // The room observability asks it, where there is one.
    dcgmExporter: {
      serviceMonitor: { enabled: false },
      ...(metrics === undefined ? {} : { config: { name: metrics } }),
    },
    migManager:
      partitions === undefined
        ? { enabled: false }
        : {
            enabled: true,
            // Container-Optimized OS leaves MIG mode off until the node has started anew.
            ...(spec.target.kind === 'gcp' ? { env: variables({ WITH_REBOOT: 'true' }) } : {}),
            config: { name: partitions, default: NOT_CUT },
          },
    // Its module is built beside the operator's own driver only.
    gdrcopy: { enabled: driver && pools.some(({ facts }) => facts.fabric !== undefined) },
  };
}

/** Before it changes a driver, the driver manager sends away pods with devices; those with claims only where it knows the label. */
const EVICT_CLAIMS = { NODE_LABEL_FOR_GPU_POD_EVICTION: NVIDIA_LABELS.draDriver };

/** A pod that was given no device gets none by naming them all in a variable. */
const CLOSED_TO_VARIABLES = { ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED: 'false' };

function variables(values: Readonly<Record<string, string>>): readonly EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
