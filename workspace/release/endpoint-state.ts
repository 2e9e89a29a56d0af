import type { KubernetesObject } from '../../constructs/core/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { Traffic } from '../../spec/traffic.ts';
import { endpointText, type ListedRelease, teamFiles, trafficText } from './file-text.ts';
import { ENDPOINT_FILE, type EndpointKey, TRAFFIC_FILE } from './release-paths.ts';
import { type ServedRelease, servedBy } from './served-releases.ts';
import { readTraffic } from './stored-release.ts';
import { endpointsBelow } from './team-endpoints.ts';

/** Renders the objects of an endpoint that serves these releases. Pure. */
export type EndpointRenderer = (key: EndpointKey, served: readonly ServedRelease[]) => readonly KubernetesObject[];

/**
 * All files of a team that follow from the traffic of one of its endpoints.
 *
 * @param render - how objects of the endpoint come about
 */
export async function trafficFiles(
  folder: string,
  spec: PlatformSpec,
  traffic: Traffic,
  render: EndpointRenderer,
): Promise<ReadonlyMap<string, string>> {
  const key = traffic.metadata;
  const served = await servedBy(folder, key, traffic.traffic);
  const others = (await endpointsBelow(folder, key.team)).filter((endpoint) => endpoint !== key.endpoint);
  const [names, listed] = [[key.endpoint], listedOf(key.endpoint, served)];
  for (const endpoint of others) {
    const other = await readTraffic(folder, { team: key.team, endpoint });
    if (other === undefined) continue;
    names.push(endpoint);
    listed.push(...listedOf(endpoint, await servedBy(folder, other.metadata, other.traffic)));
  }
  listed.sort((a, b) => (a.revision < b.revision ? -1 : 1));
  return new Map([
    ...teamFiles(spec, key.team, names.sort(), listed),
    [`${key.endpoint}/${TRAFFIC_FILE}`, trafficText(traffic)],
    [`${key.endpoint}/${ENDPOINT_FILE}`, endpointText(render(key, served))],
  ]);
}

function listedOf(endpoint: string, served: readonly ServedRelease[]): ListedRelease[] {
  return served.map(({ digest, number, release: { model } }) => ({
    revision: `${endpoint}-r${number}`,
    release: digest,
    model: model.digest,
  }));
}
