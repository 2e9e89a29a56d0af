import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { isBelow } from '../zone.ts';

/** ACME is asked for one certificate of all hosts, which an authority gives only to who can write into the zone. */
export function* accessCertificates({ access, registry }: PlatformSpec): Iterable<Finding> {
  if (access?.certificates.kind !== 'acme') return;
  const { dns, domain } = access;
  if (dns === undefined) {
    yield {
      code: 'ACCESS_ACME_DNS',
      level: 'error',
      at: pathText(['access', 'certificates']),
      problem: `a certificate for *.${domain} is proved by a DNS record, and access.dns is not set`,
      fix: 'add access.dns, or set certificates to private or to an issuer that is there already',
    };
    return;
  }
  for (const [which, host] of Object.entries(registry?.hosts ?? {})) {
    if (isBelow(host, dns.zone)) continue;
    yield {
      code: 'ACCESS_HOST_PRIVATE',
      level: 'warning',
      at: pathText(['registry', 'hosts', which]),
      problem: `${host} is not in the zone ${dns.zone}: its certificate comes from the platform’s own authority, which nothing trusts by itself`,
      fix: `tell machines to trust it, or choose a host below ${dns.zone}`,
    };
  }
}
