import type { ExternalObject, RegistryStore } from './facts.ts';

/** Namespace of Harbor. */
export const REGISTRY_NAMESPACE = 'harbor';

/** Service account of the pods that write to the store; a cloud binds its identity to it. */
export const REGISTRY_SERVICE_ACCOUNT = 'harbor-registry';

/** What a bucket of the registry is called in the place of a team's name; ends like no team's name can. */
export const REGISTRY_BUCKET = 'plinth-registry';

/** Secret in the registry's namespace with the keys of its store. */
export const REGISTRY_STORE_SECRET = 'harbor-storage';

/** Keys of the Secret, named as Harbor's registry reads them from the environment. */
export const REGISTRY_STORE_KEYS = {
  s3: ['REGISTRY_STORAGE_S3_ACCESSKEY', 'REGISTRY_STORAGE_S3_SECRETKEY'],
  azure: ['AZURE_STORAGE_ACCESS_KEY'],
} as const;

/** The Secret that the stack, or the owner of an existing cluster, brings for the registry's store. */
export function registryStoreSecret(store: RegistryStore | undefined): ExternalObject[] {
  if (store === undefined || store.kind === 'gcs') return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      name: store.secret,
      namespace: REGISTRY_NAMESPACE,
      keys: REGISTRY_STORE_KEYS[store.kind],
      purpose: 'keys of the registry for its part of the object store',
    },
  ];
}
