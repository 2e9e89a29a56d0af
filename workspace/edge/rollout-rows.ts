import { cargoOf, type EdgeCargoKind, edgeRow } from '../../spec/edge-cargo.ts';
import { serversIn } from '../../spec/edge-placement.ts';
import type { EdgeWorkload } from '../../spec/edge-workload.ts';
import { fixByName } from '../../spec/nearest.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { edgeError } from './edge-paths.ts';

/** A row of rollouts: what of a workload is sent. */
export interface RolloutRow {
  /** The workload. */
  readonly workload: EdgeWorkload;
  /** Its model, or its images. */
  readonly carries: EdgeCargoKind;
  /** Name of the row: its folder, and what the hub calls it. */
  readonly name: string;
}

/** What is sent to the sites, in the order of the spec. */
export function rolloutRows({ edge }: PlatformSpec): readonly RolloutRow[] {
  return (edge?.workloads ?? [])
    .flatMap(cargoOf)
    .map(({ kind, workload }) => ({ workload, carries: kind, name: edgeRow(workload.name, kind) }));
}

/**
 * The row of a workload's models or images.
 *
 * @throws {PlatformError} `EDGE_WORKLOAD_UNKNOWN`, or `EDGE_IMAGES_UNPLANNED` where the spec does not have its images sent.
 */
export function rowNamed(spec: PlatformSpec, workload: string, carries: EdgeCargoKind): RolloutRow {
  const row = rolloutRows(spec).find((each) => each.workload.name === workload && each.carries === carries);
  if (row !== undefined) return row;
  const all = spec.edge?.workloads ?? [];
  const known = (carries === 'images' ? all : serversIn(all)).map(({ name }) => name);
  if (known.includes(workload))
    throw edgeError('EDGE_IMAGES_UNPLANNED', workload, {
      problem: `the spec does not have images of ${workload} sent in pieces, so sites have no room and no rule for them`,
      fix: 'write images: { size: … } at the workload, render, and apply what is rendered first',
    });
  throw edgeError('EDGE_WORKLOAD_UNKNOWN', workload, {
    problem: `no ${carries === 'images' ? 'workload' : 'server'} of the sites is called ${workload}`,
    fix: fixByName(workload, known),
  });
}
