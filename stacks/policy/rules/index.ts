import type { PolicyRule } from '../rule.ts';
import { acceleratorPoolsKept } from './accelerator-pools-kept.ts';
import { bucketsNotPublic } from './buckets-not-public.ts';
import { commitmentsNotBought } from './commitments-not-bought.ts';
import { dataKept } from './data-kept.ts';
import { encryptionOn } from './encryption-on.ts';
import { endpointsNotPublic } from './endpoints-not-public.ts';

/** All rules. One rule, one file. */
export const POLICY_RULES: readonly PolicyRule[] = [
  acceleratorPoolsKept,
  bucketsNotPublic,
  commitmentsNotBought,
  dataKept,
  encryptionOn,
  endpointsNotPublic,
];
