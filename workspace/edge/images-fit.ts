import { candidateNodes, workloadsAt } from '../../spec/edge-placement.ts';
import type { EdgeSite } from '../../spec/edge-site.ts';
import type { EdgeWorkload } from '../../spec/edge-workload.ts';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { imageName } from '../../spec/image-name.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { edgeDisk } from '../../spec/rules/edge-disk.ts';
import { edgeLinks } from '../../spec/rules/edge-links.ts';
import type { Gibibytes } from '../../spec/units.ts';
import { edgeError } from './edge-paths.ts';
import type { ImageLayout } from './image-layout.ts';

const BYTES_PER_GIB = 2 ** 30;

/** Images that shall come to the sites of a workload. */
export interface ComingImages {
  /** Name of the workload. */
  readonly workload: string;
  /** What lies in their folder. */
  readonly layout: ImageLayout;
  /** Folder that it was read from. */
  readonly folder: string;
  /** Size of all files. Unit: bytes. */
  readonly bytes: number;
  /** Whether sites have none of it yet. */
  readonly first: boolean;
}

/**
 * Whether images run on the machines of every site that gets them, fit on its disk, and ever come over its link: by their real
 * size, whatever the spec expected.
 *
 * @throws {PlatformError} `EDGE_IMAGES_ARCHITECTURE`, `EDGE_DISK_SMALL` or `EDGE_IMAGES_NEVER`, with the arithmetic.
 */
export function checkImagesFit(spec: PlatformSpec, coming: ComingImages): void {
  const { bytes, first, folder, layout, workload: name } = coming;
  if (spec.edge === undefined) return;
  for (const site of spec.edge.sites)
    for (const workload of workloadsAt(spec.edge, site).filter((each) => each.name === name)) {
      const missing = missingArchitecture(workload, site, layout);
      if (missing !== undefined)
        throw edgeError('EDGE_IMAGES_ARCHITECTURE', folder, {
          problem: `no image of it is for ${missing.architecture}, and ${missing.node} of ${site.name} is: there are ${layout.images.map(({ architectures, digest }) => `${digest.slice(0, 19)}… (${architectures.join(', ') || 'none'})`).join(', ')}`,
          fix: 'copy every architecture that sites have: skopeo copy --all, or crane pull --format=oci without --platform',
        });
    }
  const real = (each: EdgeWorkload): EdgeWorkload =>
    each.name === name && each.images !== undefined
      ? {
          ...each,
          images: { ...each.images, size: (bytes / BYTES_PER_GIB) as Gibibytes, ...(first ? { changed: 1 } : {}) },
        }
      : each;
  const edge = { ...spec.edge, workloads: spec.edge.workloads.map(real) };
  const errors = [...edgeDisk({ edge }), ...edgeLinks({ edge })].filter(({ level }) => level === 'error');
  if (errors.length > 0) throw new PlatformError(errors.map(withSize(bytes)));
}

function withSize(bytes: number) {
  return (finding: Finding): Finding => ({
    ...finding,
    problem: `${finding.problem} (these images have ${bytes} bytes)`,
  });
}

/** A machine that the workload may run on, and for which no image is there. Images that the spec names count alone where they are there. */
function missingArchitecture(workload: EdgeWorkload, site: EdgeSite, { images }: ImageLayout) {
  const wanted = imageName(workload.image).digest;
  const named = images.filter(({ digest }) => digest === wanted);
  const there = new Set((named.length > 0 ? named : images).flatMap(({ architectures }) => architectures));
  const machine = candidateNodes(workload, site).find(
    ({ architecture }) => workload.architectures.includes(architecture) && !there.has(architecture),
  );
  return machine === undefined ? undefined : { node: machine.name, architecture: machine.architecture };
}
