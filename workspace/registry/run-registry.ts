import { APPLIED_SECRET, HARBOR } from '../../constructs/registry/index.ts';
import type { Finding } from '../../spec/finding.ts';
import { Applied } from './applied.ts';
import { ClusterSecrets, clusterApi } from './cluster-secrets.ts';
import { readAccount, readCredentials } from './credentials.ts';
import { harborAddress } from './harbor-address.ts';
import { HarborConnection } from './harbor-connection.ts';
import { KubectlSecrets } from './kubectl-secrets.ts';
import { type Outcome, type ReconcileOptions, reconcile } from './reconcile.ts';
import { releasedImages } from './released-images.ts';
import type { SecretKeeper } from './secret-keeper.ts';
import { loadSettings } from './settings-file.ts';

/** Where secrets of robots are kept. */
export type ClusterWay =
  /** The cluster that this runs in. */
  | { readonly kind: 'inside' }
  /** The one that kubectl reaches. */
  | { readonly kind: 'kubectl'; readonly context?: string }
  /** None: they are not looked at. */
  | { readonly kind: 'none' };

/** What the verb is asked. */
export interface RegistryRun extends ReconcileOptions {
  /** Spec, or settings. */
  readonly file: string;
  /** Address of Harbor. */
  readonly url: string;
  /** File with the account that asks. */
  readonly robotFile: string;
  /** Folder with credentials of others. @default - none are set */
  readonly secretsFolder?: string;
  /** Where secrets of robots are kept. */
  readonly cluster: ClusterWay;
  /** Git folder whose releases are looked at. @default - none is */
  readonly releasesFolder?: string;
}

/** Compares a Harbor with a file and, where asked, makes it so. @throws {PlatformError} where it cannot go on */
export async function runRegistry(run: RegistryRun): Promise<Outcome & { readonly warnings: readonly Finding[] }> {
  const url = harborAddress(run.url);
  const { findings: warnings, settings } = await loadSettings(run.file);
  const account = await readAccount(run.robotFile);
  const credential = await readCredentials(run.secretsFolder);
  const secrets = keeperOf(run.cluster);
  const outcome = await reconcile(
    {
      harbor: new HarborConnection({ url, ...account }),
      user: account.user,
      settings,
      credential,
      secrets,
      applied: new Applied({ name: APPLIED_SECRET, namespace: HARBOR.namespace }, secrets),
      now: new Date(),
      released: run.releasesFolder === undefined ? undefined : await releasedImages(run.releasesFolder),
    },
    run,
  );
  return { ...outcome, warnings };
}

function keeperOf(way: ClusterWay): SecretKeeper | undefined {
  switch (way.kind) {
    case 'inside':
      return new ClusterSecrets(clusterApi());
    case 'kubectl':
      return new KubectlSecrets(way.context);
    case 'none':
      return undefined;
  }
}
