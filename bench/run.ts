import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileOf } from '../constructs/delivery/index.ts';
import { parsePlatform } from '../spec/parse-platform.ts';
import { plinthVersion } from '../workspace/plinth-version.ts';
import { renderFolder } from '../workspace/rendered-folder.ts';
import { bundleFigures } from './bundle.ts';
import { edgeFigures } from './edge.ts';
import { healthyNoise } from './healthy-noise.ts';
import { judgeFigures } from './judge.ts';
import { projectFigures } from './project.ts';
import { referencePlatform } from './reference-platform.ts';
import { rehearsalFigures } from './rehearsal.ts';
import { releaseFigures } from './release.ts';
import { type Timing, timed } from './timed-run.ts';

/** Measures the figures of the design, or the blocks that are named, and writes them to bench/results.json: ratios against peers in the same run. */
const home = mkdtempSync(join(tmpdir(), 'plinth-bench-'));
const node = process.execPath;
const plinth = [node, 'bench/plinth.js'];
const say = (text: string) => process.stderr.write(`… ${text}\n`);
const peer = (text: string) => process.stderr.write(`! ${text}\n`);

say('compiling');
execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });

/** What can be measured, by its name in the file. */
const BLOCKS: Readonly<Record<string, () => unknown>> = {
  cli: () => ({
    version: measure('--version', [...plinth, '--version'], 10),
    validate: measure('validate', [...plinth, 'validate', specFile(10)], 5),
  }),
  synth: () => {
    const cdk8s = install('cdk8s-cli', '2.207.60');
    return [synth(10, cdk8s), synth(60, cdk8s)];
  },
  teams,
  preview,
  project,
  judge,
  release: () => releaseFigures(plinth),
  bundle: bundleFigures,
  edge: edgeFigures,
  rehearsal: rehearsalFigures,
  noise: healthyNoise,
};

const FILE = 'bench/results.json';
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => BLOCKS[name] === undefined);
if (unknown.length > 0)
  throw new Error(`there is no ${unknown.join(', ')}; there are ${Object.keys(BLOCKS).join(', ')}`);
const results: Record<string, unknown> = {
  // What is not asked for stays as it was measured before.
  ...(asked.length === 0 ? {} : (JSON.parse(readFileSync(FILE, 'utf8')) as object)),
  ...{ plinth: plinthVersion(), node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' },
};
for (const [name, block] of Object.entries(BLOCKS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  say(name);
  results[name] = await block();
  // A later block that fails takes nothing of this one along.
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
}
rmSync(home, { recursive: true });
console.log(JSON.stringify(results, null, 2));

/** Synth of the same platform by Plinth, by cdk8s, by kustomize over what was written, and by the floor. */
function synth(count: number, cdk8s: string | undefined) {
  const spec = specFile(count);
  const out = join(home, `out-${count}`);
  const { manifests } = renderFolder(parsePlatform(referencePlatform(count)).spec);
  const own = measure(`synth of ${count} teams`, [...plinth, 'synth', spec, '--out', out], 7);
  const objects = manifests.length;
  return {
    teams: count,
    objects,
    plinth: own,
    objectsPerSecond: Math.round(objects / (own.medianMs / 1000)),
    cdk8sSynth: against(own, cdk8sSynth(spec, count, cdk8s)),
    kubectlKustomize: against(own, kustomize(out)),
    floor: floor(
      manifests.map((manifest) => ({ file: fileOf(manifest), object: manifest.object })),
      count,
    ),
  };
}

function cdk8sSynth(spec: string, count: number, cdk8s: string | undefined): Timing | string {
  if (cdk8s === undefined) return 'cdk8s-cli could not be installed';
  const command = [
    node,
    cdk8s,
    'synth',
    '--app',
    `${node} ${resolve('bench/cdk8s-app.js')}`,
    '--output',
    join(home, `cdk8s-${count}`),
  ];
  return measure(`cdk8s synth of ${count} teams`, command, 5, {
    PLINTH_BENCH_SPEC: spec,
    CDK8S_CHECK_UPGRADE: 'false',
  });
}

/** kubectl kustomize over every folder that has a kustomization: what a reviewer's pipeline does with the output. */
function kustomize(out: string): Timing | string {
  const folders = ['10-operators', '20-platform', '30-tenants', 'argocd/apps']
    .map((folder) => join(out, folder))
    .filter((folder) => existsSync(folder));
  try {
    return measure(
      'kubectl kustomize',
      ['sh', '-c', folders.map((folder) => `kubectl kustomize ${folder} > /dev/null`).join(' && ')],
      3,
    );
  } catch (error) {
    return `kubectl could not be run: ${(error as Error).message.slice(0, 200)}`;
  }
}

function floor(objects: readonly object[], count: number): { readonly ms: number } {
  const source = join(home, `objects-${count}.json`);
  writeFileSync(source, JSON.stringify(objects));
  const samples = Array.from({ length: 5 }, () =>
    Number(execFileSync(node, ['bench/floor.ts', source, join(home, `floor-${count}`)], { encoding: 'utf8' })),
  );
  return { ms: samples.sort((a, b) => a - b)[2] ?? Number.NaN };
}

/** Preview of the reference platform on AWS: the middle of five, by time. */
function preview() {
  say('preview of the environment');
  const runs = Array.from(
    { length: 5 },
    () =>
      JSON.parse(execFileSync(node, ['bench/preview.ts'], { encoding: 'utf8' })) as { ms: number; maxRssMiB: number },
  );
  return runs.sort((a, b) => a.ms - b.ms)[2];
}

function project() {
  say('installing and type-checking the project');
  return projectFigures();
}

function judge() {
  say('judging simulated releases');
  return judgeFigures();
}

/** Growth from 100 to 1,000 teams. */
function teams() {
  const at = (count: number) => {
    say(`${count} teams`);
    return JSON.parse(execFileSync(node, ['bench/memory.js', specFile(count)], { encoding: 'utf8' })) as {
      ms: number;
      maxRssMiB: number;
      objects: number;
    };
  };
  const [hundred, thousand] = [at(100), at(1_000)];
  const whole = measure(
    'synth of 1,000 teams',
    [...plinth, 'synth', specFile(1_000), '--out', join(home, 'out-1000')],
    3,
  );
  return { hundred, thousand, growth: Number((thousand.ms / hundred.ms).toFixed(2)), synthOfThousand: whole };
}

function against(own: Timing, other: Timing | string) {
  if (typeof other === 'string') {
    peer(other);
    return { missing: other };
  }
  return { ...other, timesPlinth: Number((other.medianMs / own.medianMs).toFixed(2)) };
}

function measure(what: string, command: readonly string[], runs: number, env?: Record<string, string>): Timing {
  say(what);
  return timed(command, { runs, env });
}

function specFile(count: number): string {
  const file = join(home, `platform-${count}.json`);
  writeFileSync(file, JSON.stringify(referencePlatform(count)));
  return file;
}

/** Installs a peer's tool outside the project; its absence is said, not skipped in silence. */
function install(name: string, version: string): string | undefined {
  say(`installing ${name} ${version}`);
  const folder = join(home, 'peers');
  mkdirSync(folder);
  try {
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${version}`], {
      stdio: 'ignore',
    });
    return join(folder, 'node_modules', name, 'bin', 'cdk8s');
  } catch (error) {
    peer(`${name} could not be installed: ${(error as Error).message}`);
    return undefined;
  }
}
