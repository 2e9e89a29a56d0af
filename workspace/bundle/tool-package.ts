import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run } from '../lock/run.ts';
import { bundleError } from './bundle-error.ts';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly [field: string]: unknown;
}

/** A package on this machine. */
interface Installed {
  readonly manifest: Package;
  readonly folder: string;
  /** Where it goes, below the packed package. */
  readonly place: string;
}

/** File that says what the packed program consists of. */
const CONTENTS = 'packages.json';

/**
 * Packs this program with every package that it needs to run, as one file that `npm install` takes without a network. Packages that
 * only a stack of Pulumi needs stay out: they are a cloud's, and a closed network has none.
 *
 * @throws {PlatformError} `BUNDLE_TOOL_FAILED` if npm cannot pack it, `BUNDLE_TOOL_OLD` in a clone that was changed since it was built.
 */
export async function writeTool(into: string): Promise<void> {
  const file = findPackageJSON('..', import.meta.url);
  if (file === undefined) throw new Error('bug: the package of Plinth has no package.json');
  const root = await installed(dirname(file), '');
  await refuseOldBuild(root.folder);
  const all = await closure(root);
  const list = all.map(({ manifest: { license, name, version } }) => ({
    name,
    version,
    license: license ?? 'unknown',
  }));
  const contents = `${JSON.stringify(
    [root.manifest, ...list].map(({ license, name, version }) => ({ name, version, license })),
    null,
    1,
  )}\n`;
  const target = join(into, `${root.manifest.name}-${root.manifest.version}.tgz`);
  const before = await readFile(join(into, CONTENTS), 'utf8').catch(() => '');
  if (existsSync(target) && before === contents) return;
  await mkdir(into, { recursive: true });
  await pack(root, all, into);
  await writeFile(join(into, CONTENTS), contents);
}

/** In a clone what is packed was compiled before: it must not be older than its sources. An installed package has none. */
async function refuseOldBuild(root: string): Promise<void> {
  const timeOf = (path: string) =>
    stat(join(root, path)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  if ((await timeOf('cli/main.ts')) === 0) return;
  const built = await timeOf('lib/cli/main.js');
  for (const folder of ['catalog', 'cli', 'constructs', 'rehearsal', 'spec', 'stacks', 'verification', 'workspace'])
    for (const name of await readdir(join(root, folder), { recursive: true }))
      if (name.endsWith('.ts') && (await timeOf(join(folder, name))) > built)
        throw bundleError('BUNDLE_TOOL_OLD', join(folder, name), {
          problem:
            'it was changed after this program was compiled: the bundle would carry another program than this one',
          fix: 'run `npm run build` in the clone, or leave the program out with --no-tool',
        });
}

async function installed(folder: string, place: string): Promise<Installed> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Package;
  return { manifest, folder, place };
}

/** Every package that is needed, the highest first: of two versions of one name, the second lies in the package that asks for it. */
async function closure(root: Installed): Promise<readonly Installed[]> {
  const placed = new Map<string, Installed>();
  const queue = [root];
  for (const asker of queue) {
    for (const name of needed(asker.manifest)) {
      const folder = findPackage(asker.folder, name);
      if (folder === undefined) continue;
      const top = placed.get(`node_modules/${name}`);
      if (top?.folder === folder) continue;
      const place = top === undefined ? `node_modules/${name}` : join(asker.place, 'node_modules', name);
      if (placed.get(place)?.folder === folder) continue;
      const found = await installed(folder, place);
      placed.set(place, found);
      queue.push(found);
    }
  }
  return [...placed.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

function needed({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }: Package): readonly string[] {
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...Object.keys(dependencies), ...peers];
}

/** Looks for a package as Node does: beside the one that asks, then upwards. */
function findPackage(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

async function pack(root: Installed, all: readonly Installed[], into: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'plinth-tool-'));
  try {
    const {
      devDependencies: _,
      peerDependencies: __,
      peerDependenciesMeta: ___,
      scripts: ____,
      ...kept
    } = root.manifest;
    const top = all.filter(({ place }) => place.split('node_modules/').length === 2);
    const dependencies = Object.fromEntries(top.map(({ manifest: { name, version } }) => [name, version]));
    const manifest = { ...kept, dependencies, bundleDependencies: Object.keys(dependencies) };
    await writeFile(join(work, 'package.json'), JSON.stringify(manifest, null, 2));
    for (const part of root.manifest.files ?? [])
      await cp(join(root.folder, part), join(work, part), { recursive: true });
    for (const { folder, place } of all) await copyPackage(folder, join(work, place));
    const { code, stderr } = await run(
      'npm',
      ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', resolve(into)],
      { cwd: work },
    );
    if (code === 0) return;
    throw bundleError('BUNDLE_TOOL_FAILED', '(tool)', {
      problem: `npm could not pack this program: ${stderr.trim().split('\n').at(-1)}`,
      fix: 'install npm, which comes with Node, or leave the program out with --no-tool',
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What a package needs is placed by itself. */
function copyPackage(from: string, to: string): Promise<void> {
  const inner = join(from, 'node_modules');
  return cp(from, to, { recursive: true, dereference: true, filter: (path) => path !== inner });
}
