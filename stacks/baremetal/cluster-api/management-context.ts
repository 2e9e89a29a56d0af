import type { PlatformOn } from '../../../spec/platform.ts';
import type { ManagementConnection } from '../../management-connection.ts';

/** Context of the kubeconfig; that of a kubeconfig in the configuration is its own, unless another is named. */
export function contextOf(
  { target }: PlatformOn<'baremetal'>,
  connection: ManagementConnection | undefined,
): string | undefined {
  return connection?.context ?? (connection?.kubeconfig === undefined ? target.management?.context : undefined);
}
