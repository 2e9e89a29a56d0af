import type { PlatformSpec } from './platform.ts';

/** Name of the cluster that a stack makes: platform and environment, at most 37 characters. Other names begin with it. */
export function clusterName({ environment, name }: PlatformSpec['metadata']): string {
  return `${name}-${environment}`;
}
