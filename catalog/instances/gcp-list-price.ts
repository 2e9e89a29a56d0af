/** Where most Google Cloud list prices were read. */
export const listed = {
  region: 'us-central1',
  asOf: '2026-08-20',
  source: 'github.com/Cyclenerd/google-cloud-pricing-cost-calculator, pricing.yml',
} as const;

/** Where the price of A3 Ultra was read; one source only. */
export const listedA3Ultra = {
  region: 'us-central1',
  asOf: '2026-10-13',
  source: 'huggingface.co/datasets/tanod/cloud-gpu-list-prices',
} as const;

/** Undated figure for machines with L4: low confidence, the region is assumed. */
export const undatedVm = {
  region: 'us-central1',
  source: 'Google VM price list as quoted by public repositories, undated',
} as const;

/** Undated figures per TPU chip, times the chips of the machine: low confidence. */
export const undatedTpu = {
  region: 'us-central1',
  source: 'Google TPU price list as in the SkyPilot catalogue v9, undated',
} as const;
