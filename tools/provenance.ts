import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { argv, exit, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where a build began and with what: the predicate of SLSA 1.0, which cosign puts into a signed statement about a file. */
export interface Provenance {
  readonly buildDefinition: {
    readonly buildType: string;
    readonly externalParameters: { readonly commit: string; readonly package: string };
    readonly internalParameters: { readonly node: string };
    readonly resolvedDependencies: readonly {
      readonly uri: string;
      readonly digest: Readonly<Record<string, string>>;
    }[];
  };
  readonly runDetails: { readonly builder: { readonly id: string } };
}

/** What a build of Plinth's package came from. */
export interface Build {
  /** The commit, 40 hexadecimal digits. */
  readonly commit: string;
  /** Name and version, such as `plinth@0.1.0`. */
  readonly package: string;
  /** Text of `package-lock.json`. */
  readonly lock: string;
  /** Version of Node, such as `v24.21.0`. */
  readonly node: string;
  /** Who built, as an address. */
  readonly builder: string;
}

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
}

/** The provenance of one build; every locked package stands in it with the digest that npm checked. */
export function provenance({ builder, commit, lock, node, package: name }: Build): Provenance {
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, LockedPackage>> };
  return {
    buildDefinition: {
      buildType: 'https://plinth.dev/build/npm-pack/v1',
      externalParameters: { commit, package: name },
      internalParameters: { node },
      resolvedDependencies: [
        { uri: 'git+plinth', digest: { gitCommit: commit } },
        { uri: 'package-lock.json', digest: { sha256: createHash('sha256').update(lock).digest('hex') } },
        ...Object.entries(packages).flatMap(([path, locked]) => dependency(path, locked)),
      ],
    },
    runDetails: { builder: { id: builder } },
  };
}

/** A package of the lock; the project itself has no digest in it. */
function dependency(path: string, { integrity, version }: LockedPackage) {
  const [, algorithm, value] = /^(sha\d+)-(\S+)$/.exec(integrity ?? '') ?? [];
  if (algorithm === undefined || value === undefined) return [];
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return [
    {
      uri: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      digest: { [algorithm]: Buffer.from(value, 'base64').toString('hex') },
    },
  ];
}

/**
 * What lies here, ready to be built.
 *
 * @throws Error where files differ from the commit: what is built then has no source that anybody could look at.
 */
export function buildHere(folder: string, builder: string): Build {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain');
  if (changed !== '')
    throw new Error(
      `the folder differs from its commit, so that nobody could build the same; commit first:\n${changed}`,
    );
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Record<string, string>;
  const lock = readFileSync(`${folder}/package-lock.json`, 'utf8');
  return { builder, commit: git('rev-parse', 'HEAD'), lock, node: process.version, package: `${name}@${version}` };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [builder] = argv.slice(2);
  if (builder === undefined) {
    console.error('say who builds, as an address: npm run --silent provenance -- https://ci.example.org/plinth');
    exit(2);
  }
  try {
    stdout.write(`${JSON.stringify(provenance(buildHere('.', builder)), null, 2)}\n`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    exit(2);
  }
}
