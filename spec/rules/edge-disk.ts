import { cargoAt } from '../edge-cargo.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { sizeText } from '../units.ts';

/** A site has room for what is active of each workload, for the versions before, and for the largest that comes. */
export function* edgeDisk({ edge }: Pick<PlatformSpec, 'edge'>): Iterable<Finding> {
  if (edge === undefined) return;
  for (const [index, site] of edge.sites.entries()) {
    const cargo = cargoAt(edge, site);
    const sizes = cargo.map(({ size }) => size);
    const kept = 2 * sizes.reduce((sum, each) => sum + each, 0);
    const needed = kept + Math.max(0, ...sizes);
    if (needed <= site.disk) continue;
    const what = cargo.some(({ kind }) => kind === 'images') ? 'models and images' : 'models';
    yield {
      code: 'EDGE_DISK_SMALL',
      level: 'error',
      at: pathText(['edge', 'sites', index, 'disk']),
      problem: `${sizeText(site.disk)} is too little: active and previous ${what} take ${sizeText(kept)}, the one that comes ${sizeText(needed - kept)}, together ${sizeText(needed)}`,
      fix: `write at least ${sizeText(needed)}, or run fewer servers there`,
    };
  }
}
