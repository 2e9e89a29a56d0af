import type { Input } from '@pulumi/pulumi';

/** A vault whose rights come by role, nothing by its own lists, and that nobody empties for good before the days are over. */
export function vaultProperties(tenantId: Input<string>, softDeleteRetentionInDays: number) {
  return {
    tenantId,
    sku: { family: 'A', name: 'standard' },
    enableRbacAuthorization: true,
    enablePurgeProtection: true,
    softDeleteRetentionInDays,
  } as const;
}
