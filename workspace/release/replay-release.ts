import { App } from 'cdk8s';
import { applyMirrors, type KubernetesObject, WaveChart } from '../../constructs/core/index.ts';
import { ReplayJob } from '../../constructs/serving/index.ts';
import type { Finding } from '../../spec/finding.ts';
import { mirrorsOf } from '../../spec/images.ts';
import { buildFromFile } from '../built-platform.ts';
import { examineRelease } from './examine-release.ts';
import { type DeskOptions, readingDesk } from './open-desk.ts';
import { onlyWarnings } from './release-finding.ts';
import { historyFindings, readHistory } from './release-history.ts';
import type { EndpointKey } from './release-paths.ts';
import { objectsBelow, placedEndpoint, revisionOf } from './render-endpoint.ts';
import { readRelease } from './stored-release.ts';

/** What is run again. */
export interface ReplayOptions extends EndpointKey {
  /** Number of the release. */
  readonly number: number;
  /** What the runtime runs. @default - as the release says */
  readonly command?: readonly string[];
}

/** The job of a replay. */
export interface Replay {
  /** What is applied. */
  readonly objects: readonly KubernetesObject[];
  /** Warnings. */
  readonly findings: readonly Finding[];
}

/**
 * The job that runs an old model with its old runtime on its old data. Nothing is written.
 *
 * @throws {PlatformError} `RELEASE_MISSING` if there is no such release, and everything that is wrong with it or with its history.
 */
export async function replayRelease(options: DeskOptions, { command, number, ...key }: ReplayOptions): Promise<Replay> {
  const look = await readingDesk(options);
  const stored = await readRelease(look.folder, key, number);
  onlyWarnings(historyFindings(look.folder, await readHistory(look.folder, key)));
  const examined = await examineRelease(stored.release, look);
  const findings = onlyWarnings(examined.findings);
  const { platform, spec } = await buildFromFile(options.file);
  const placed = placedEndpoint(spec, platform, key);
  const chart = new WaveChart(new App(), 'replay', {
    wave: 'tenants',
    room: 'serving',
    platform: spec.metadata.name,
    team: key.team,
    labels: spec.metadata.labels,
  });
  const revision = revisionOf({ ...stored, weight: 0 });
  new ReplayJob(chart, 'job', { ...placed, revision, dataset: stored.release.dataset, command });
  applyMirrors(chart, mirrorsOf(spec));
  return { objects: objectsBelow(chart), findings };
}
