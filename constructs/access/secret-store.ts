import { Construct } from 'constructs';
import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import type { SecretStoreFacts } from '../../spec/facts.ts';
import { LABELS } from '../core/index.ts';
import { ClusterSecretStore, type ClusterSecretStoreSpec } from '../imports/external-secrets.gen.ts';

/** Name of the store. */
export const SECRET_STORE = 'plinth';

/** Where secrets come from. */
export interface SecretStoreProps {
  /** What the place says. */
  readonly store: SecretStoreFacts;
}

/** The store outside that secrets come from. It serves namespaces that the platform made, and no other. */
export class SecretStore extends Construct {
  public constructor(scope: Construct, id: string, { store }: SecretStoreProps) {
    super(scope, id);
    new ClusterSecretStore(this, 'store', {
      metadata: { name: SECRET_STORE },
      spec: {
        conditions: [{ namespaceSelector: { matchLabels: { [LABELS.managedBy]: 'plinth' } } }],
        provider: provider(store),
      },
    });
  }
}

/** Pods of the controller have an identity of the cloud: no credentials are named. */
function provider(store: SecretStoreFacts): NonNullable<ClusterSecretStoreSpec['provider']> {
  const { namespace, serviceAccount: name } = ACCESS_ACCOUNTS.secrets;
  switch (store.kind) {
    case 'aws':
      return { aws: { service: 'SecretsManager', region: store.region } };
    case 'gcp':
      return { gcpsm: { projectID: store.project } };
    case 'azure':
      return {
        azurekv: {
          authType: 'WorkloadIdentity',
          vaultUrl: `https://${store.vault}.vault.azure.net`,
        },
      };
    case 'vault':
      return {
        vault: {
          server: store.server,
          path: store.mount,
          version: 'v2',
          auth: { kubernetes: { mountPath: store.auth, role: store.role, serviceAccountRef: { name, namespace } } },
        },
      };
  }
}

/** Name of an entry. No name of Google Cloud or Azure may have a slash; Kubernetes names have no underscore. */
export function entryName({ kind, prefix }: SecretStoreFacts, ...parts: readonly string[]): string {
  const separator = { aws: '/', vault: '/', gcp: '_', azure: '--' }[kind];
  return [prefix, ...parts].join(separator);
}
