import type { Construct } from 'constructs';
import type { DnsFacts } from '../../spec/facts.ts';
import type { WayIn } from './way-in.ts';

/** What DNS controllers sign in with, where pods have no identity: one Secret in each of their namespaces. */
export const DNS_CREDENTIALS = {
  /** Token of DigitalOcean that may change domains, and nothing else. */
  digitalocean: { name: 'dns-credentials', key: 'access-token' },
  /** Key of signed updates, base64. */
  rfc2136: { name: 'dns-credentials', key: 'tsig-secret' },
  /** Name of that key at the name server. */
  tsigKey: 'plinth',
  /** Entry of the store that both controllers take it from. */
  entry: 'dns-credentials',
} as const;

/** Declares the Secret in the namespace of a controller, where its place has no identity for pods. */
export function declareDnsCredentials(
  access: Pick<WayIn, 'secret'>,
  scope: Construct,
  namespace: string,
  provider: DnsFacts['provider'] | undefined,
): void {
  if (provider !== 'digitalocean' && provider !== 'rfc2136') return;
  const { key, name } = DNS_CREDENTIALS[provider];
  access.secret(scope, `dns-${namespace}`, {
    name,
    namespace,
    keys: [key],
    entry: DNS_CREDENTIALS.entry,
    purpose: 'changes records of the zone',
  });
}
