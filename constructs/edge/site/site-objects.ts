import type { EdgeSpec } from '../../../spec/edge.ts';
import { edgeAccelerator, serversIn, workloadsAt } from '../../../spec/edge-placement.ts';
import type { EdgeSite } from '../../../spec/edge-site.ts';
import type { EdgeWorkload } from '../../../spec/edge-workload.ts';
import type { ImageMirror } from '../../../spec/images.ts';
import type { ReleasesSpec } from '../../../spec/releases.ts';
import { applyMirrors, type KubernetesObject } from '../../core/index.ts';
import { RuntimeClass } from '../../imports/kubernetes.gen.ts';
import { EDGE_NAMESPACE } from '../edge-places.ts';
import { edgeSigners } from '../hub-config.ts';
import { SiteAgent } from './site-agent.ts';
import { SiteChart } from './site-chart.ts';
import { SiteImages } from './site-images.ts';
import { SiteModels } from './site-models.ts';
import { SiteNamespace } from './site-namespace.ts';
import { SiteWorkload } from './site-workload.ts';

/** What a site's objects are made from. */
export interface SiteObjectsProps {
  /** The edge. */
  readonly edge: EdgeSpec;
  /** Name of the platform. */
  readonly platform: string;
  /** Address of the hub. */
  readonly hub: string;
  /** Who may sign. @default - nobody */
  readonly releases?: ReleasesSpec | undefined;
  /** Other names of images. @default - none */
  readonly mirrors?: readonly ImageMirror[];
}

/** Every object of a site's own cluster, in the order in which it is applied. Pure. */
export function siteObjects(
  site: EdgeSite,
  { edge, hub, mirrors = [], platform, releases }: SiteObjectsProps,
): readonly KubernetesObject[] {
  const chart = new SiteChart(site.name, platform);
  const here = workloadsAt(edge, site);
  const servers = serversIn(here);
  const carried = here.filter(({ images }) => images !== undefined);
  const teams = [...new Set(here.map(({ team }) => team))].sort();
  for (const name of [EDGE_NAMESPACE, ...teams]) new SiteNamespace(chart, `namespace-${name}`, name);
  if (site.kind === 'talos' && needsNvidia(site))
    // k3s brings its own.
    new RuntimeClass(chart, 'nvidia', { metadata: { name: 'nvidia' }, handler: 'nvidia' });
  if (servers.length + carried.length > 0) {
    new SiteModels(chart, 'models', { site, namespace: EDGE_NAMESPACE, writes: true });
    for (const team of teams.filter((each) => servers.some((server) => server.team === each)))
      new SiteModels(chart, `models-${team}`, { site, namespace: team, writes: false });
    new SiteAgent(chart, 'agent', {
      site,
      servers,
      image: edge.image,
      hub,
      signers: signersFor([...servers, ...carried], releases),
    });
  }
  if (carried.length > 0) new SiteImages(chart, 'images', { site, image: edge.image });
  for (const workload of here)
    new SiteWorkload(chart, `workload-${workload.name}`, { workload, site, agentImage: edge.image });
  applyMirrors(chart, mirrors);
  return chart.objects;
}

function needsNvidia({ nodes }: EdgeSite): boolean {
  return nodes.some(({ accelerator = '' }) => edgeAccelerator(accelerator)?.vendor === 'nvidia');
}

/** Keys of those who may sign for a team to which something is sent here. */
function signersFor(sent: readonly EdgeWorkload[], releases: ReleasesSpec | undefined) {
  const right = edgeSigners(releases).filter(
    ({ teams }) => teams === undefined || sent.some(({ team }) => teams.includes(team)),
  );
  return Object.fromEntries(right.map(({ name, publicKey }) => [name, publicKey]));
}
