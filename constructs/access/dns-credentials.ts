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
