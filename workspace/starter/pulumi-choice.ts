import type { TargetKind } from '../../spec/target.ts';

/** Where Pulumi keeps what it knows of the environments; `none`: something else builds the infrastructure. */
export type StateChoice = 'none' | 'local' | 'bucket' | 'cloud';
/** What encrypts the secrets in that state. */
export type SecretsChoice = 'passphrase' | 'kms' | 'cloud';

/** What is known when an address is written. */
export interface ChoicePlace {
  /** Where the platform runs. */
  readonly target: TargetKind;
  /** Name of the platform. */
  readonly name: string;
}

/** One of the answers to a question about Pulumi. */
export interface Choice<T extends string> {
  /** What `--state` or `--secrets` takes. */
  readonly value: T;
  /** What it means and costs, in a sentence. */
  readonly because: string;
  /** Address that Pulumi is given; what stands in capitals is the user's to fill in. */
  readonly url: string;
}

/** Where the state may lie, for a target. The state says what exists; whoever loses it cannot change or destroy it any more. */
export function stateChoices(place: ChoicePlace): readonly Choice<StateChoice>[] {
  return [
    { value: 'none', because: 'no Pulumi: something else builds the infrastructure', url: '' },
    {
      value: 'local',
      because: 'a folder beside the spec: no account, but for one person and one machine; back it up',
      url: 'file://./state',
    },
    {
      value: 'bucket',
      because: 'a bucket of your own: shared and locked for a team, in your account; make it first, with versions',
      url: bucketUrl(place),
    },
    {
      value: 'cloud',
      because: 'Pulumi Cloud: shared, with history and rights, kept by Pulumi; needs an account there',
      url: 'https://api.pulumi.com',
    },
  ];
}

/** What may encrypt secrets, for a target and a place of the state; the most usual first. */
export function secretsChoices(place: ChoicePlace, state: StateChoice): readonly Choice<SecretsChoice>[] {
  const kms = keyUrl(place);
  return [
    {
      value: 'passphrase',
      because: 'a passphrase that all who deploy share: needs nothing; once lost, the secrets are lost too',
      url: 'passphrase',
    },
    ...(kms === undefined
      ? []
      : [
          {
            value: 'kms' as const,
            because: 'a key of your cloud: rights instead of a shared passphrase; make it first',
            url: kms,
          },
        ]),
    ...(state === 'cloud'
      ? [
          {
            value: 'cloud' as const,
            because: 'Pulumi Cloud keeps the key beside the state: nothing to make, and Pulumi could read them',
            url: 'default',
          },
        ]
      : []),
  ];
}

/** Where the state lies unless told otherwise: nowhere if a cluster is there already and something else delivers to it. */
export function usualState(target: TargetKind, delivery: string): StateChoice {
  return target === 'existing' && delivery !== 'pulumi' ? 'none' : 'local';
}

function bucketUrl({ name, target }: ChoicePlace): string {
  switch (target) {
    case 'gcp':
      return `gs://${name}-pulumi-state`;
    case 'azure':
      return `azblob://${name}-pulumi-state?storage_account=ACCOUNT`;
    case 'digitalocean':
      return `s3://${name}-pulumi-state?endpoint=ams3.digitaloceanspaces.com&region=ams3`;
    case 'aws':
      return `s3://${name}-pulumi-state?region=eu-west-1`;
    default:
      return `s3://${name}-pulumi-state?endpoint=S3.EXAMPLE.ORG&s3ForcePathStyle=true`;
  }
}

/** Places without a key service have none to offer. */
function keyUrl({ name, target }: ChoicePlace): string | undefined {
  switch (target) {
    case 'aws':
      return `awskms://alias/${name}-pulumi?region=eu-west-1`;
    case 'gcp':
      return `gcpkms://projects/my-project/locations/europe-west4/keyRings/${name}/cryptoKeys/pulumi`;
    case 'azure':
      return `azurekeyvault://${name}-pulumi.vault.azure.net/keys/pulumi`;
    default:
      return undefined;
  }
}
