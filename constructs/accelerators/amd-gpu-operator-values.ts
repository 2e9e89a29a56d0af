import type { AcceleratorPool } from './accelerator-pool.ts';

/** Values of the AMD GPU operator's chart that Plinth sets. */
export interface AmdGpuOperatorValues {
  readonly 'node-feature-discovery': { readonly enabled: boolean };
  readonly kmm: { readonly enabled: boolean; readonly watch: boolean };
  readonly remediation: { readonly enabled: boolean; readonly installCRDs: boolean };
  readonly installdefaultNFDRule: boolean;
  readonly upgradeCRD: boolean;
  readonly crds: { readonly defaultCR: { readonly install: boolean } };
  readonly draDriver: { readonly deviceClass: { readonly create: boolean } };
  readonly defaultDCMConfigMap: { readonly install: boolean };
  readonly controllerManager: { readonly manager: { readonly imagePullPolicy: 'IfNotPresent' } };
}

/** The chart's values: only its controller; each pool says in a DeviceConfig of its own what happens on its nodes. */
export function amdGpuOperatorValues(pools: readonly AcceleratorPool[]): AmdGpuOperatorValues {
  // Kernel module management is what compiles and loads drivers; it needs cert-manager.
  const driver = pools.some(({ facts }) => facts.driver === 'operator');
  return {
    // The room's own, which the other operators use as well.
    'node-feature-discovery': { enabled: false },
    kmm: { enabled: driver, watch: driver },
    remediation: { enabled: false, installCRDs: false },
    installdefaultNFDRule: true,
    upgradeCRD: false,
    crds: { defaultCR: { install: false } },
    draDriver: { deviceClass: { create: false } },
    defaultDCMConfigMap: { install: false },
    controllerManager: { manager: { imagePullPolicy: 'IfNotPresent' } },
  };
}
