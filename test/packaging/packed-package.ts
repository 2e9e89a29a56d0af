import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFiles, ROOT } from '../laws/project-files.ts';

/** One file of the package. */
export interface PackedFile {
  /** Path in the package. */
  readonly path: string;
  /** Unit: bytes. */
  readonly size: number;
  /** Permissions. */
  readonly mode: number;
}

/** The package as users would get it. */
export interface PackedPackage {
  /** Folder that everything lies in; gone after {@link PackedPackage.remove}. */
  readonly folder: string;
  /** Path of the archive. */
  readonly archive: string;
  /** Size of the archive. Unit: bytes. */
  readonly size: number;
  /** Size on a user's disk. Unit: bytes. */
  readonly unpackedSize: number;
  /** What is in it. */
  readonly files: readonly PackedFile[];
  /** Deletes the folder. */
  remove(): Promise<void>;
}

/** What a program said, and how it ended. */
export interface Ran {
  /** Exit code. */
  readonly code: number;
  /** Standard output. */
  readonly stdout: string;
  /** Standard error. */
  readonly stderr: string;
}

/** Packs the project from a copy, as from a fresh clone: what other builds left behind has no part in it. Needs no network. */
export async function packedPackage(): Promise<PackedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-pack-'));
  const source = join(folder, 'source');
  for (const { path } of projectFiles(/^(?!test\/|bench\/|docs\/)/)) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await copyFile(join(ROOT, path), join(source, path));
  }
  await symlink(join(ROOT, 'node_modules'), join(source, 'node_modules'));
  const { code, stderr, stdout } = await run(
    'npm',
    ['pack', '--json', '--offline', '--pack-destination', folder],
    source,
  );
  const remove = () => rm(folder, { recursive: true });
  if (code !== 0) {
    await remove();
    throw new Error(`npm pack: ${stderr}${stdout}`);
  }
  const report = Object.values(JSON.parse(stdout.slice(stdout.search(/^[[{]$/m))))[0] as PackedPackage & {
    filename: string;
  };
  const { filename, files, size, unpackedSize } = report;
  return { folder, archive: join(folder, filename), size, unpackedSize, files, remove };
}

/** An empty project with the package in it, laid out as npm does, with the dependencies that the project itself has installed. */
export async function projectWith({ archive, folder }: PackedPackage, name: string): Promise<string> {
  const project = join(folder, name);
  const modules = join(project, 'node_modules');
  await mkdir(join(modules, 'plinth'), { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const { code, stderr } = await run(
    'tar',
    ['-xzf', archive, '-C', join(modules, 'plinth'), '--strip-components=1'],
    project,
  );
  if (code !== 0) throw new Error(`tar: ${stderr}`);
  const manifest = await manifestOf(project);
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies), '@types/node'];
  // The example of a package of its own brings this one itself.
  for (const each of new Set([...names, 'cdk8s-plus-27'])) {
    await mkdir(dirname(join(modules, each)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', each), join(modules, each));
  }
  return project;
}

/** What `package.json` says, as far as users feel it. */
export interface PackedManifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/** The manifest of the package that is installed in a project. */
export async function manifestOf(project: string): Promise<PackedManifest> {
  return JSON.parse(await readFile(join(project, 'node_modules/plinth/package.json'), 'utf8')) as PackedManifest;
}

/** Copies one of the examples into a project; it finds the package in the project's `node_modules`. */
export async function withExample(project: string, example: string): Promise<string> {
  const folder = join(project, example);
  const here = (path: string) => !/node_modules|deploy$/.test(path.slice(ROOT.length));
  await cp(join(ROOT, 'examples', example), folder, { recursive: true, filter: here });
  return folder;
}

/** Runs a program to its end; the exit code is data. */
export function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  const env = { ...process.env, npm_config_update_notifier: 'false', npm_config_loglevel: 'error', NO_COLOR: '1' };
  return new Promise((done) => {
    execFile(program, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}

/** Runs TypeScript over a folder with a `tsconfig.json`, and gives what it objects to. */
export async function problemsIn(folder: string): Promise<string[]> {
  const args = [join(ROOT, 'node_modules/typescript/bin/tsc'), '--pretty', 'false'];
  const { stdout } = await run(process.execPath, args, folder);
  return stdout.split('\n').filter((line) => / error TS\d+:/.test(line));
}

/** Runs the program `plinth` of the package that is installed in a project. */
export async function plinth(project: string, ...args: readonly string[]): Promise<Ran> {
  const { bin } = await manifestOf(project);
  return run(process.execPath, [join(project, 'node_modules/plinth', bin['plinth'] ?? ''), ...args], project);
}
