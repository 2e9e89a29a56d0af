import type { EdgeSpec } from '../../spec/edge.ts';
import { edgeRow } from '../../spec/edge-cargo.ts';
import { runsAt, serversIn } from '../../spec/edge-placement.ts';
import type { EdgeRing } from '../../spec/edge-ring.ts';
import type { EdgeSite } from '../../spec/edge-site.ts';
import type { EdgeServer, EdgeWorkload } from '../../spec/edge-workload.ts';
import type { ReleasesSpec } from '../../spec/releases.ts';

/** File of the hub's configuration that follows from the spec; the one with rollouts lies beside it. */
export const HUB_FILE = 'hub.json';
const BYTES_PER_GIB = 2 ** 30;

/** How a site's server learns of a new model, in the hub's words. */
export type Reload =
  | { readonly kind: 'none' }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'deployment'; readonly namespace: string; readonly name: string };

/** Who may sign models of the sites, by key: logs of identities cannot be asked over a link that is cut. */
export function edgeSigners(releases: ReleasesSpec | undefined) {
  return (releases?.signers ?? []).flatMap((signer) =>
    signer.kind === 'key' ? [{ name: signer.name, publicKey: signer.publicKey, teams: signer.teams }] : [],
  );
}

/**
 * What the hub reads from the spec: rings, sites and workloads, in its own form (`agent/README.md`, version 1). Pure.
 *
 * A site whose identity was taken away is no site any more: it counts in no ring, and its name is refused.
 */
export function hubConfig(edge: EdgeSpec, releases: ReleasesSpec | undefined) {
  const sites = edge.sites.filter(({ revoked }) => !revoked);
  return {
    version: 1,
    poll: { seconds: edge.poll, offlineAfterSeconds: edge.offlineAfter },
    signers: edgeSigners(releases).map(({ name, publicKey }) => ({ name, publicKey })),
    rings: edge.rings.map(ring),
    sites: sites.map(site),
    workloads: [
      ...serversIn(edge.workloads).map((server) => workload(server, sites)),
      ...edge.workloads.filter(({ images }) => images !== undefined).map((each) => imagesRow(each, sites)),
    ],
    revoked: {
      sites: edge.sites.filter(({ revoked }) => revoked).map(({ name }) => name),
      // Programs that print them fill up with a zero in front.
      serials: edge.revoked.serials.map((serial) => serial.replace(/^0+(?=.)/, '')),
      fingerprints: edge.revoked.fingerprints,
      models: edge.revoked.models,
    },
  };
}

function ring(of: EdgeRing) {
  return {
    name: of.name,
    gate: {
      healthyShare: of.healthyShare,
      soakSeconds: of.healthyFor,
      maxOfflineShare: of.offlineShare,
      errorRate: of.errorRate,
      minProbes: of.leastProbes,
      verdict: of.verdict,
    },
    budget: { failedSites: of.failureBudget },
  };
}

function site({ disk, link, name, ring }: EdgeSite) {
  return {
    name,
    ring,
    link: { kbit: Math.min(link.bandwidth, link.cap ?? link.bandwidth), zone: link.zone, windows: link.windows },
    diskBytes: Math.floor(disk * BYTES_PER_GIB),
  };
}

function workload(server: EdgeServer, sites: readonly EdgeSite[]) {
  const { health, name } = server;
  const here = sites.filter((each) => runsAt(server, each.name));
  // A node of KubeEdge reaches no API server of its own that could start a server again.
  const unmanaged = here.filter(({ kind }) => kind === 'kubeedge' && server.reload === 'restart');
  const none: Reload = { kind: 'none' };
  return {
    name,
    sites: here.map((each) => each.name),
    health: {
      url: `${addressAtSite(server)}${health.path}`,
      startSeconds: health.start,
      windowSeconds: health.watch,
      intervalSeconds: health.every,
      failures: health.failures,
    },
    reload: reload(server),
    overrides: Object.fromEntries(unmanaged.map((each) => [each.name, { reload: none }])),
  };
}

/** Images are well where they are whole: nothing is asked about them, and nothing is started again for them. */
function imagesRow(of: EdgeWorkload, sites: readonly EdgeSite[]) {
  const here = sites.filter((each) => runsAt(of, each.name)).map(({ name }) => name);
  const none: Reload = { kind: 'none' };
  return { name: edgeRow(of.name, 'images'), sites: here, health: {}, reload: none, overrides: {} };
}

function reload(server: EdgeServer): Reload {
  if (server.reload === 'watch') return { kind: 'none' };
  if (server.reload === 'call') return { kind: 'http', url: `${addressAtSite(server)}${server.reloadPath}` };
  return { kind: 'deployment', namespace: server.team, name: server.name };
}

function addressAtSite({ name, port, team }: EdgeServer): string {
  return `http://${name}.${team}.svc:${port}`;
}
