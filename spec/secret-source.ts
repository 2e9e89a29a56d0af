import type { AccessSpec, SecretsSpec } from './access.ts';
import type { TargetKind } from './target-kind.ts';

/** Targets whose cloud has a store of secrets that pods reach with their identity. */
export const SECRET_CLOUDS: readonly TargetKind[] = ['aws', 'gcp', 'azure'];

/** Where passwords and keys come from: what the spec says, or what the place has. */
export function secretSource(access: AccessSpec, target: TargetKind): SecretsSpec {
  return access.secrets ?? (SECRET_CLOUDS.includes(target) ? { kind: 'cloud' } : { kind: 'external' });
}
