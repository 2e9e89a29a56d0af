/** A controller of the access room that the place must give rights to. */
export interface ControllerAccount {
  /** Its namespace. */
  readonly namespace: string;
  /** Its service account. */
  readonly serviceAccount: string;
}

/** Controllers of the access room that talk to the place: a stack gives these accounts, and no others, their rights. */
export const ACCESS_ACCOUNTS = {
  /** Proves to an ACME authority that the zone is ours. */
  certificates: { namespace: 'cert-manager', serviceAccount: 'cert-manager' },
  /** Writes records. */
  dns: { namespace: 'plinth-dns', serviceAccount: 'external-dns' },
  /** Reads secrets. */
  secrets: { namespace: 'external-secrets', serviceAccount: 'external-secrets' },
} as const satisfies Record<string, ControllerAccount>;

/** Secret of tenant, subscription and resource group, which the stack writes for external-dns on Azure. */
export const DNS_CONFIG = { name: 'external-dns-azure', key: 'azure.json' } as const;
