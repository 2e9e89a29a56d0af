import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { isBelow } from '../zone.ts';

/** Words for what a cloud knows a zone by. */
const ID = {
  aws: 'the id of the hosted zone',
  gcp: 'the name of the managed zone',
  azure: 'the resource group of the zone',
} as const;

/** Records can be written, by somebody with rights on that zone alone, for the hosts of this platform. */
export function* accessDns({ access, target }: PlatformSpec): Iterable<Finding> {
  if (access?.dns === undefined) return;
  const { dns, domain } = access;
  if (!isBelow(domain, dns.zone))
    yield finding('ACCESS_DNS_ZONE', 'zone', {
      problem: `${domain} is not below ${dns.zone}, so records of its hosts cannot be written there`,
      fix: `name the zone that ${domain} stands in`,
    });
  if (dns.server !== undefined) return;
  const { kind } = target;
  if (kind === 'baremetal' || kind === 'existing')
    yield finding('ACCESS_DNS_SERVER', 'server', {
      problem: 'no cloud keeps the zone here, and no name server is named',
      fix: 'name the server that takes signed updates (RFC 2136), or remove access.dns and write the records yourself',
    });
  if (kind in ID && dns.id === undefined)
    yield finding('ACCESS_DNS_ID', 'id', {
      problem: 'rights are given on one zone alone, and the cloud does not know it by its domain',
      fix: `set it to ${ID[kind as keyof typeof ID]}`,
    });
}

function finding(code: Uppercase<string>, key: string, words: Pick<Finding, 'problem' | 'fix'>): Finding {
  return { code, level: 'error', at: pathText(['access', 'dns', key]), ...words };
}
