import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Without the address of the API server every private address is opened to teams, on its ports. */
export function* apiServer({ target }: PlatformSpec): Iterable<Finding> {
  if (target.kind !== 'existing' || target.apiServer.length > 0) return;
  yield {
    code: 'TARGET_API_SERVER_UNKNOWN',
    level: 'warning',
    at: pathText(['target', 'apiServer']),
    problem:
      'pods of every team may reach ports 443 and 6443 of all private addresses, because the API server may be any',
    fix: 'name its addresses, such as ["10.0.0.10/32"]; `kubectl get endpointslices -n default kubernetes` shows them',
  };
}
