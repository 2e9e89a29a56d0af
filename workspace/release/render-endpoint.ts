import { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { applyMirrors, type KubernetesObject } from '../../constructs/core/index.ts';
import type { Platform } from '../../constructs/platform.ts';
import { endpointChart, type Revision, type ServingPlace } from '../../constructs/serving/index.ts';
import { PlatformError } from '../../spec/finding.ts';
import { mirrorsOf } from '../../spec/images.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { releaseError } from '../../spec/release-finding.ts';
import { endpointOf } from '../../spec/release-place-rules.ts';
import type { EndpointSpec } from '../../spec/serving.ts';
import type { EndpointRenderer } from './endpoint-state.ts';
import type { EndpointKey } from './release-paths.ts';
import type { ServedRelease } from './served-releases.ts';

/** An endpoint of a platform, and where it runs. */
export interface PlacedEndpoint {
  /** The endpoint, as the spec says it. */
  readonly endpoint: EndpointSpec;
  /** Its team and pool. */
  readonly place: ServingPlace;
}

/** Renders endpoints as the serving room of a platform does. */
export function endpointRenderer(spec: PlatformSpec, platform: Platform): EndpointRenderer {
  return (key, served) => {
    const app = new App();
    endpointChart(app, { ...placedEndpoint(spec, platform, key), revisions: served.map(revisionOf) });
    applyMirrors(app, mirrorsOf(spec));
    return objectsBelow(app);
  };
}

/** The endpoint and where it runs. @throws {PlatformError} `RELEASE_ENDPOINT_UNKNOWN` if the platform has it not. */
export function placedEndpoint(
  spec: PlatformSpec,
  { serving }: Platform,
  { endpoint, team }: EndpointKey,
): PlacedEndpoint {
  const found = endpointOf(spec, team, endpoint);
  if (found !== undefined && serving !== undefined) return { endpoint: found, place: serving.place(team, found.pool) };
  throw new PlatformError([
    releaseError('RELEASE_ENDPOINT_UNKNOWN', 'serving.endpoints', {
      problem: `the platform has no endpoint ${team}/${endpoint}, and releases of it are served`,
      fix: 'add it again, or remove its folder below releases/',
    }),
  ]);
}

/** A release as the serving room knows it. */
export function revisionOf({
  digest,
  headers,
  number,
  release: { model, runtime, signature },
  weight,
}: ServedRelease): Revision & { readonly runtimeImage: string } {
  return {
    number,
    model: { uri: model.uri, digest: model.digest },
    runtimeImage: runtime.image,
    weight,
    release: digest,
    ...(headers === undefined ? {} : { headers }),
    ...(signature === undefined ? {} : { signer: signature.signer }),
    ...(runtime.args === undefined ? {} : { args: runtime.args }),
  };
}

/** Every object below a construct, in an order that does not depend on how they were made. */
export function objectsBelow(root: IConstruct): readonly KubernetesObject[] {
  return root.node
    .findAll()
    .filter((each): each is ApiObject => each instanceof ApiObject)
    .map((each) => each.toJson() as KubernetesObject)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [kind, apiVersion, metadata.namespace ?? '', metadata.name].join('\u0001');
}
