import type { EdgeSpec } from './edge.ts';
import { workloadsAt } from './edge-placement.ts';
import type { EdgeSite } from './edge-site.ts';
import type { EdgeWorkload } from './edge-workload.ts';

/** What a rollout carries. */
export type EdgeCargoKind = 'model' | 'images';

/** Something that is sent to a site in pieces. */
export interface EdgeCargo {
  /** The workload that it is for, as it is at the site. */
  readonly workload: EdgeWorkload;
  /** The model of a server, or the images of any workload. */
  readonly kind: EdgeCargoKind;
  /** Size of one version. Unit: GiB. */
  readonly size: number;
  /** Part of it that a new version changes. Range 0–1. */
  readonly changed: number;
  /** How soon a new version should be there. Unit: seconds. */
  readonly within: number;
}

/** What follows the name of a workload in the row of its images: no workload has a name with a dot. */
const IMAGES = '.images';

/** The row of rollouts of a workload: its models and its images move apart from each other. */
export function edgeRow(workload: string, carries: EdgeCargoKind | undefined): string {
  return carries === 'images' ? `${workload}${IMAGES}` : workload;
}

/** What a workload is sent in pieces: its model where it is a server, its images where the spec says so. */
export function cargoOf(workload: EdgeWorkload): readonly EdgeCargo[] {
  return [
    ...(workload.kind === 'server' ? [{ workload, kind: 'model' as const, ...workload.model }] : []),
    ...(workload.images === undefined ? [] : [{ workload, kind: 'images' as const, ...workload.images }]),
  ];
}

/** All that is sent to a site in pieces. */
export function cargoAt(edge: Pick<EdgeSpec, 'workloads'>, site: Pick<EdgeSite, 'name'>): readonly EdgeCargo[] {
  return workloadsAt(edge, site).flatMap(cargoOf);
}
