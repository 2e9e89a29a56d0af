import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleOf, hex, inline, pipeline, VISION_CI } from '../workspace/release/release-sample.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Git folder of the platform, below the repository. */
const OUT = 'clusters/prod';

/** The endpoint of examples/model-release. */
const ENDPOINT = 'botany/flowers';

/** A Git repository with the platform of examples/model-release, as its team and its pipeline would have it. */
export class ReleasedFlowers {
  /** The platform's spec. */
  public readonly file: string;
  /** What is applied of the team's releases. */
  public readonly releases: string;
  readonly #home = mkdtempSync(join(tmpdir(), 'plinth-served-'));

  public constructor() {
    this.file = join(this.#home, 'platform.yaml');
    this.releases = join(this.#home, OUT, 'releases/botany');
    writeFileSync(this.file, trusting(readFileSync(join(ROOT, 'examples/model-release/platform.yaml'), 'utf8')));
    this.#run('git', 'init', '-q');
    this.#run('git', 'config', 'user.name', 'a');
    this.#run('git', 'config', 'user.email', 'a@example.org');
    this.plinth('synth', '--out', OUT);
    this.#commit('The platform');
  }

  /** Appends a signed release of a model; each seed is another one. */
  public release(seed: string): void {
    const from = join(this.#home, 'release.json');
    writeFileSync(from, JSON.stringify(flowers(seed)));
    this.plinth('release', 'new', ENDPOINT, '--out', OUT, '--from', from);
    rmSync(from);
  }

  /** Gives the newest release its share, and commits. */
  public promote(...flags: readonly string[]): void {
    this.plinth('release', 'promote', ENDPOINT, '--out', OUT, ...flags);
    this.#commit(`Promote ${flags.join(' ')}`);
  }

  /** Takes the last commit back. */
  public revert(): void {
    this.#run('git', 'revert', '--no-edit', 'HEAD');
  }

  /** Runs a verb about the platform, and hands back what it printed. */
  public plinth(verb: string, ...args: readonly string[]): string {
    const [words, rest] = verb === 'release' ? [[verb, args[0] ?? ''], args.slice(1)] : [[verb], args];
    return this.#run(process.execPath, join(ROOT, 'bin/plinth.js'), ...words, this.file, ...rest);
  }

  public remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #commit(message: string): void {
    this.#run('git', 'add', '.');
    this.#run('git', 'commit', '-qm', message);
  }

  #run(program: string, ...args: readonly string[]): string {
    const { status, stderr, stdout } = spawnSync(program, args, { cwd: this.#home, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  }
}

/** Digest of the model of a seed. */
export function modelDigest(seed: string): string {
  return `sha256:${hex(seed)}`;
}

/** What the pipeline says of a model, signed with the key of the tests. */
function flowers(seed: string): object {
  const digest = modelDigest(seed);
  return pipeline(seed, {
    run: { tracker: 'https://mlflow-botany.ml.example.org', id: hex(`run ${seed}`).slice(0, 32) },
    model: { uri: `oci://registry.example.org/botany/flowers@${digest}`, digest, bytes: 4_711, format: 'sklearn' },
    signature: { kind: 'key', signer: 'botany-ci', bundle: inline(bundleOf(VISION_CI, digest)) },
    runtime: { image: `docker.io/example/sklearn@sha256:${hex('runtime')}` },
  });
}

/** The spec with the key of the tests in the place of the example's. */
function trusting(spec: string): string {
  const key = VISION_CI.publicKey.trim().replaceAll(/^/gm, '        ');
  return spec.replace(/ {8}-----BEGIN[\s\S]*-----END PUBLIC KEY-----/, key);
}
