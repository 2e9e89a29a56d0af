/** Values of the NVIDIA network operator's chart that Plinth sets. */
export interface NetworkOperatorValues {
  readonly nfd: { readonly enabled: boolean; readonly deployNodeFeatureRules: boolean };
  readonly upgradeCRDs: boolean;
  readonly keepNCP: boolean;
}

/** The chart's values: only its controller; what it does stands in one NicClusterPolicy. */
export function networkOperatorValues(): NetworkOperatorValues {
  return {
    // The room's own, which the other operators use as well.
    nfd: { enabled: false, deployNodeFeatureRules: true },
    upgradeCRDs: false,
    // Saves the policy of charts that contained it themselves; here it never was in the chart.
    keepNCP: false,
  };
}
