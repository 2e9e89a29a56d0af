import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePlatform } from '../spec/parse-platform.ts';
import { parseRelease } from '../spec/parse-release.ts';
import { releaseDigest } from '../spec/release-digest.ts';
import { DEFECTS, pipeline, servingPlatform } from '../test/workspace/release/release-sample.ts';
import { headText, releaseText } from '../workspace/release/file-text.ts';
import { lineage } from '../workspace/release/lineage.ts';
import { writeTeam } from '../workspace/release/write-team.ts';
import { type Timing, timed } from './timed-run.ts';

/** Releases of one endpoint that the figures are for. */
const RELEASES = 1_000;

/** What verbs took for the longest row that the figures are for. */
export type ReleaseFigures = Readonly<Record<'list' | 'promote' | 'rollback' | 'show', Timing>> & {
  /** Releases of the endpoint. */
  readonly releases: number;
  /** The lineage alone, without the start of a program and without reading the platform. Unit: milliseconds, middle of five. */
  readonly lineageMs: number;
};

/** What the verbs of releases take, as programs: promote, rollback and show of an endpoint with a thousand releases. */
export async function releaseFigures(plinth: readonly string[]): Promise<ReleaseFigures> {
  const home = mkdtempSync(join(tmpdir(), 'plinth-bench-release-'));
  const [file, out, kept] = [join(home, 'platform.yaml'), join(home, 'deploy'), join(home, 'kept')];
  writeFileSync(file, JSON.stringify(servingPlatform()));
  timed([...plinth, 'synth', file, '--out', out], { runs: 1 });
  await writeTeam(out, 'vision', thousand());
  const run = (verb: string, ...args: readonly string[]) => [
    ...[...plinth, 'release', verb, file, 'vision/defects'],
    ...[...args, '--out', out],
  ];
  for (const number of ['1', '2']) timed(run('promote', number, '--weight', '100'), { runs: 1 });
  cpSync(out, kept, { recursive: true });
  // Each run writes: it finds the folder as the first did.
  const before = () => {
    rmSync(out, { recursive: true });
    cpSync(kept, out, { recursive: true });
  };
  const figures = {
    releases: RELEASES,
    promote: timed(run('promote', '--weight', '10'), { before }),
    rollback: timed(run('rollback'), { before }),
    show: timed(run('show'), { before }),
    list: timed(run('list'), { before }),
    lineageMs: await lineageMs(out),
  };
  rmSync(home, { recursive: true });
  return figures;
}

async function lineageMs(folder: string): Promise<number> {
  const { spec } = parsePlatform(servingPlatform());
  const samples: number[] = [];
  for (let done = 0; done < 5; done++) {
    const begun = performance.now();
    await lineage(folder, DEFECTS, spec);
    samples.push(performance.now() - begun);
  }
  return Number(samples.sort((a, b) => a - b)[2]?.toFixed(1));
}

function thousand(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let previous: string | undefined;
  for (let number = 1; number <= RELEASES; number++) {
    const { dataset, code, run, metrics, gate, model, signature, runtime, created, author } = pipeline(
      `model ${number}`,
    );
    const content = {
      apiVersion: 'plinth.dev/v1alpha1',
      kind: 'ModelRelease',
      metadata: { ...DEFECTS, number },
      ...(previous === undefined ? {} : { previous }),
      ...{ dataset, code, run, metrics, gate, model, signature, runtime, created, author },
    };
    const release = parseRelease(content);
    previous = releaseDigest(release);
    files.set(`defects/${String(number).padStart(4, '0')}.yaml`, releaseText(release));
  }
  files.set('defects/head.yaml', headText({ number: RELEASES, digest: previous ?? '' }));
  return files;
}

if (import.meta.main) console.log(JSON.stringify(await releaseFigures([process.execPath, 'bench/plinth.js']), null, 2));
