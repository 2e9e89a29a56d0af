import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { DeviceConfig, type DeviceConfigSpec } from '../imports/amd-device-config.ts';
import { ConfigMap, type Toleration } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { operandImage, reference } from './operand-image.ts';
import { tolerationsFor } from './placement.ts';

/** One pool of AMD accelerators. */
export interface AmdPoolProps {
  /** The pool. */
  readonly pool: AcceleratorPool;
  /** Namespace of the operator. */
  readonly namespace: string;
}

/** What the AMD operator does on the nodes of one pool: driver, device plugin, partitions, metrics. */
export class AmdPool extends Construct {
  public constructor(scope: Construct, id: string, { namespace, pool: of }: AmdPoolProps) {
    super(scope, id);
    const { facts, pool } = of;
    const tolerations = tolerationsFor([of]);
    const partitions =
      pool.sharing.kind === 'partition' && facts.allocator === 'operator' ? pool.sharing.profile : undefined;
    if (partitions !== undefined) this.#profile(namespace, pool.name, partitions);
    new DeviceConfig(this, 'config', {
      metadata: { name: pool.name, namespace },
      spec: {
        selector: facts.nodeLabels,
        driver: { enable: facts.driver === 'operator', blacklist: facts.driver === 'operator', tolerations },
        devicePlugin: devicePlugin(of, tolerations, partitions !== undefined),
        metricsExporter: {
          enable: true,
          serviceType: 'ClusterIP',
          tolerations,
          ...image('device-metrics-exporter'),
        },
        configManager:
          partitions === undefined
            ? { enable: false }
            : {
                enable: true,
                config: { name: pool.name },
                configManagerTolerations: tolerations,
                ...image('device-config-manager'),
              },
      },
    });
  }

  /** The config manager's profile, which nodes name by a label. */
  #profile(namespace: string, name: string, profile: string): void {
    const [compute, memory] = profile.toUpperCase().split('_');
    const profiles = [{ computePartition: compute, memoryPartition: memory }];
    new ConfigMap(this, 'profiles', {
      metadata: { name, namespace },
      data: { 'config.json': JSON.stringify({ 'gpu-config-profiles': { [name]: { profiles } } }, null, 2) },
    });
  }
}

/** Partitions get names of their own (`mixed`), so that a quota in partitions is never mistaken for one in whole devices. */
function devicePlugin(
  { facts }: AcceleratorPool,
  tolerations: readonly Toleration[],
  partitioned: boolean,
): NonNullable<DeviceConfigSpec['devicePlugin']> {
  return {
    enableDevicePlugin: facts.allocator === 'operator',
    devicePluginArguments: { resource_naming_strategy: partitioned ? 'mixed' : 'single' },
    devicePluginTolerations: tolerations,
    enableNodeLabeller: true,
    nodeLabellerTolerations: tolerations,
  };
}

/** The image of an operand, where the catalogue has its version; the operator's own choice otherwise. */
function image(name: string): { readonly image?: string } {
  const found = operandImage(components['amd-gpu-operator'], name);
  return found === undefined ? {} : { image: reference(found) };
}
