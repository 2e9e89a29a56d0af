/**
 * MIG profiles of NVIDIA models, and how many instances of each profile one GPU holds at most.
 *
 * From NVIDIA's MIG user guide; B300, GB200 and GB300, of which the guide has no table, from the MIG configuration that
 * GPU operator 26.7.0 brings. Profiles that differ only in media engines or graphics (`+me`, `+gfx`, `-me`) are left out.
 */
export const migProfiles = {
  'a100-40gb': { '1g.5gb': 7, '1g.10gb': 4, '2g.10gb': 3, '3g.20gb': 2, '4g.20gb': 1, '7g.40gb': 1 },
  /** The guide gives the names; the counts are those of A100 40GB. */
  'a100-80gb': { '1g.10gb': 7, '1g.20gb': 4, '2g.20gb': 3, '3g.40gb': 2, '4g.40gb': 1, '7g.80gb': 1 },
  'h100-80gb': { '1g.10gb': 7, '1g.20gb': 4, '2g.20gb': 3, '3g.40gb': 2, '4g.40gb': 1, '7g.80gb': 1 },
  'h100-94gb': { '1g.12gb': 7, '1g.24gb': 4, '2g.24gb': 3, '3g.47gb': 2, '4g.47gb': 1, '7g.94gb': 1 },
  h200: { '1g.18gb': 7, '1g.35gb': 4, '2g.35gb': 3, '3g.71gb': 2, '4g.71gb': 1, '7g.141gb': 1 },
  b200: { '1g.23gb': 7, '1g.45gb': 4, '2g.45gb': 3, '3g.90gb': 2, '4g.90gb': 1, '7g.180gb': 1 },
  b300: { '1g.34gb': 7, '1g.67gb': 4, '2g.67gb': 3, '3g.135gb': 2, '4g.135gb': 1, '7g.269gb': 1 },
  gb200: { '1g.23gb': 7, '1g.47gb': 4, '2g.47gb': 3, '3g.93gb': 2, '4g.93gb': 1, '7g.186gb': 1 },
  gb300: { '1g.35gb': 7, '1g.70gb': 4, '2g.70gb': 3, '3g.139gb': 2, '4g.139gb': 1, '7g.278gb': 1 },
  'rtx-pro-4500': { '1g.16gb': 2, '2g.32gb': 1 },
  'rtx-pro-6000': { '1g.24gb': 4, '2g.48gb': 2, '4g.96gb': 1 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, number>>>>;
