import type { EdgeSpec } from '../../../spec/edge.ts';
import { workloadsAt } from '../../../spec/edge-placement.ts';
import type { EdgeSite } from '../../../spec/edge-site.ts';
import { mirroredImage } from '../../../spec/image-mirrors.ts';
import { imageName } from '../../../spec/image-name.ts';
import type { ImageMirror } from '../../../spec/images.ts';
import { SITE_IMAGES } from '../edge-places.ts';

/** Settings of a site's machine that its own cluster cannot bring. */
export interface SiteMirrors {
  /** The site. */
  readonly site: EdgeSite;
  /** What they say, in the words of what runs the machine. */
  readonly content: object;
}

/**
 * Where the container runtime of a site's first machine asks first for images that come in pieces: at the machine itself. What it
 * does not find there, and all of it while nothing answers, it pulls from the registry, as k3s and Talos do unless they are told
 * otherwise. Nothing where no images come in pieces. Pure.
 */
export function siteMirrors(
  edge: Pick<EdgeSpec, 'workloads'>,
  site: EdgeSite,
  mirrors: readonly ImageMirror[],
): SiteMirrors | undefined {
  const images = workloadsAt(edge, site).filter(({ images }) => images !== undefined);
  if (images.length === 0) return undefined;
  const hosts = [...new Set(images.map(({ image }) => imageName(mirroredImage(image, mirrors)).host))].sort();
  const here = [`http://127.0.0.1:${SITE_IMAGES.port}`];
  const content =
    site.kind === 'talos'
      ? { machine: { registries: { mirrors: Object.fromEntries(hosts.map((host) => [host, { endpoints: here }])) } } }
      : { mirrors: Object.fromEntries(hosts.map((host) => [host, { endpoint: here }])) };
  return { site, content };
}
