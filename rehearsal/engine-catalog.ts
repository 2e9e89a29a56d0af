import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINES, type EngineRecipe } from './engine-recipes.ts';

export { ENGINE_GROUPS, ENGINES, type EngineGroup, type EngineRecipe } from './engine-recipes.ts';

/** Name of an engine that can be asked for. */
export type EngineName = (typeof ENGINES)[number]['name'];

/** An engine with what its `go.mod` says about it. */
export interface Engine extends EngineRecipe {
  /** Version of its module, with the leading `v`; read from `go.mod`, the only place where it stands. */
  readonly version: string;
  /** Oldest Go release that can build it, such as `1.26.0`. */
  readonly go: string;
  /** Processor of a Linux machine that it is built for. @default - this machine, and its system */
  readonly architecture?: LinuxArchitecture;
}

/** Processors that programs are built for, by the names of Go and of container images. */
export const LINUX_ARCHITECTURES = ['amd64', 'arm64'] as const;

/** Processor of a Linux machine. */
export type LinuxArchitecture = (typeof LINUX_ARCHITECTURES)[number];

/** Folder with the wrapper modules: next to this file, or in the package's sources when this file is compiled. */
export const ENGINE_SOURCES = [beside('./engines/'), beside('../../rehearsal/engines/')].reduce((sources, packaged) =>
  existsSync(`${sources}core/etcd/go.mod`) ? sources : packaged,
);

/** Every engine with its version, in build order. */
export function engines(): readonly Engine[] {
  return ENGINES.map(pinned);
}

/** An engine with what the `go.mod` of its wrapper module says. */
export function pinned(recipe: EngineRecipe): Engine {
  const goMod = readFileSync(join(wrapperFolder(recipe), 'go.mod'), 'utf8');
  const own = goMod.startsWith(`module ${recipe.module}\n`);
  return { ...recipe, version: own ? ownVersion() : requiredVersion(goMod, recipe.module), go: goDirective(goMod) };
}

/** Where the wrapper module of an engine lies. */
export function wrapperFolder({ folder }: EngineRecipe): string {
  return resolve(ENGINE_SOURCES, folder);
}

/** The engine called `name`. */
export function engine(name: EngineName): Engine {
  const found = engines().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`bug: no engine is called ${name}`);
  return found;
}

/** Version of Plinth, which its own programs have: of the sources, or of the package around compiled ones. */
function ownVersion(): string {
  const file = ['../../package.json', '../../../package.json']
    .map((path) => resolve(ENGINE_SOURCES, path))
    .find(existsSync);
  const { version } = JSON.parse(readFileSync(file ?? 'package.json', 'utf8')) as { version: string };
  return `v${version}`;
}

function requiredVersion(goMod: string, module: string): string {
  for (const line of goMod.split('\n')) {
    const [path, version] = line
      .replace(/^require\s+/, '')
      .trim()
      .split(/\s+/);
    if (path === module && version?.startsWith('v')) return version;
  }
  throw new Error(`bug: go.mod does not require ${module}`);
}

function goDirective(goMod: string): string {
  const version = /^go (\S+)$/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('bug: go.mod has no go line');
  return version;
}

function beside(folder: string): string {
  return fileURLToPath(new URL(folder, import.meta.url));
}
