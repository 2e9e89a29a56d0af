import type { AccessSpec } from './access.ts';
import type { EdgeSpec } from './edge.ts';

/** Host at which sites reach the hub. */
export function edgeHost({ host }: Pick<EdgeSpec, 'host'>, { domain }: Pick<AccessSpec, 'domain'>): string {
  return host ?? `edge.${domain}`;
}
