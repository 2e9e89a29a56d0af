import type { KeyObject } from 'node:crypto';
import type { EdgeModel } from './edge-models.ts';
import type { EdgeRollout, EdgeSite } from './edge-status.ts';

/** The only workload, and the row of its images. */
export const WORKLOAD = 'defects';
export const IMAGES = `${WORKLOAD}.images`;
const PLAIN = { attempt: 1, paused: false, withdrawn: false, urgent: false };

/** What a hub of the tests is told. */
export interface EdgeIntent {
  readonly signers: Readonly<Record<string, KeyObject>>;
  readonly rings: readonly string[];
  readonly gate: object;
  readonly sites: readonly EdgeSite[];
  readonly models: Iterable<EdgeModel>;
  readonly rollouts: readonly EdgeRollout[];
  /** Without any there is no row of images. */
  readonly imageRollouts: readonly EdgeRollout[];
  readonly revoked: { readonly sites?: readonly string[]; readonly models?: readonly string[] };
  /** Port at which servers of sites are asked how they are. */
  readonly healthPort: number;
  /** Probes in a row that may fail. */
  readonly patience: number;
}

/** The hub's config. */
export function edgeConfig(intent: EdgeIntent): object {
  const { gate, healthPort, imageRollouts, models, patience, revoked, rings, rollouts, signers, sites } = intent;
  const names = sites.map(({ name }) => name);
  const plain = { sites: names, reload: { kind: 'none' } };
  const health = (site: string) => ({
    ...{ url: `http://127.0.0.1:${healthPort}/${site}`, failures: patience },
    ...{ startSeconds: 1, windowSeconds: 2, intervalSeconds: 1 },
  });
  const overrides = Object.fromEntries(names.map((name) => [name, { health: health(name) }]));
  return {
    version: 1,
    poll: { seconds: 1, offlineAfterSeconds: 20 },
    signers: Object.entries(signers).map(([name, key]) => ({ name, publicKey: pem(key) })),
    rings: rings.map((name) => ({ name, gate, budget: { failedSites: 0 } })),
    sites: sites.map(({ diskBytes = 0, link = { kbit: 0 }, ...site }) => ({ ...site, link, diskBytes })),
    workloads: [
      { name: WORKLOAD, ...plain, health: health(''), overrides },
      ...(imageRollouts.length === 0 ? [] : [{ name: IMAGES, ...plain, health: {}, overrides: {} }]),
    ],
    models: [...models],
    rollouts: [
      ...rollouts.map((rollout) => ({ workload: WORKLOAD, ...PLAIN, ...rollout })),
      ...imageRollouts.map((rollout) => ({ workload: IMAGES, ...PLAIN, ...rollout })),
    ],
    revoked: { sites: [], serials: [], fingerprints: [], models: [], ...revoked },
  };
}

/** A public key as programs read it. */
export function pem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
