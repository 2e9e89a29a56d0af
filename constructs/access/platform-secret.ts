import { Construct } from 'constructs';
import type { SecretStoreFacts } from '../../spec/facts.ts';
import { ExternalSecret, type ExternalSecretSpec, Password } from '../imports/external-secrets.gen.ts';
import { entryName, SECRET_STORE } from './secret-store.ts';
import type { SecretProps } from './way-in.ts';

/** A Secret, and the store that it comes from. */
export interface PlatformSecretProps extends SecretProps {
  /** The store. @default - none: the Secret must be `generated` */
  readonly store?: SecretStoreFacts;
}

/** Length of what is made up. Unit: characters of a-z, A-Z and 0-9; 48 of them are more than 256 bits. */
const LENGTH = 48;
/** Annotation that says what a Secret is for. */
const PURPOSE = 'plinth.dev/purpose';

/** A Secret that External Secrets makes: from an entry of the store, or made up once and then left alone. */
export class PlatformSecret extends Construct {
  public constructor(scope: Construct, id: string, props: PlatformSecretProps) {
    super(scope, id);
    const { keys, labels, name, namespace, purpose } = props;
    if (props.generated)
      new Password(this, 'generator', {
        metadata: { name, namespace },
        spec: { length: LENGTH, symbols: 0, noUpper: false, allowRepeat: true, secretKeys: keys },
      });
    new ExternalSecret(this, 'secret', {
      metadata: { name, namespace, annotations: { [PURPOSE]: purpose } },
      spec: {
        ...(props.generated ? made(name) : fetched(props)),
        target: {
          name,
          creationPolicy: 'Owner',
          // What was made up is nowhere else: it stays when its ExternalSecret goes wrong.
          deletionPolicy: 'Retain',
          ...(labels === undefined
            ? {}
            : { template: { engineVersion: 'v2', mergePolicy: 'Merge', metadata: { labels } } }),
        },
      },
    });
  }
}

function made(name: string): ExternalSecretSpec {
  const generatorRef = { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password' as const, name };
  return { refreshPolicy: 'CreatedOnce', dataFrom: [{ sourceRef: { generatorRef } }] };
}

function fetched({ entry, keys, name, namespace, store }: PlatformSecretProps): ExternalSecretSpec {
  if (store === undefined) throw new Error(`bug: ${namespace}/${name} comes from no store`);
  const key = entry === undefined ? entryName(store, namespace, name) : entryName(store, entry);
  return {
    refreshInterval: '1h',
    secretStoreRef: { kind: 'ClusterSecretStore', name: SECRET_STORE },
    data: keys.map((property) => ({ secretKey: property, remoteRef: { key, property } })),
  };
}
