import { PlatformError } from '../../spec/finding.ts';

/** Ending of names that only a cluster knows. */
const WITHIN_CLUSTER = /(^localhost|^127\.|^\[::1\]$|\.svc$|\.svc\.cluster\.local$)/;

/**
 * Address of Harbor, without a path. Without TLS only inside a cluster or on the same machine: credentials go along.
 *
 * @throws {PlatformError} `REGISTRY_URL_INVALID`
 */
export function harborAddress(url: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const problem = problemOf(address);
  if (address !== undefined && problem === undefined) return address.origin;
  throw new PlatformError([
    {
      code: 'REGISTRY_URL_INVALID',
      level: 'error',
      at: '--url',
      problem: problem ?? 'it is no address',
      fix: 'give one such as https://registry.example.org',
    },
  ]);
}

function problemOf(address: URL | undefined): string | undefined {
  if (address === undefined) return 'it is no address';
  if (address.username !== '' || address.password !== '') return 'it holds credentials, which belong in --robot-file';
  if (address.pathname !== '/' || address.search !== '') return 'it has a path';
  if (address.protocol === 'https:') return undefined;
  const isNear = address.protocol === 'http:' && WITHIN_CLUSTER.test(address.hostname);
  return isNear ? undefined : `${address.protocol}//${address.hostname} is not encrypted`;
}
