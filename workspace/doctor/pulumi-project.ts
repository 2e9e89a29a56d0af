import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Patient } from './check.ts';

/** A project of Pulumi, as far as its files tell. */
export interface PulumiProjectFiles {
  /** Its folder. */
  readonly folder: string;
  /** Address of the state in `Pulumi.yaml`. @default - not chosen there */
  readonly backend?: string;
  /** Its stacks, by the files beside it. */
  readonly stacks: readonly StackFile[];
}

/** The file of a stack. */
export interface StackFile {
  /** Name of the stack. */
  readonly name: string;
  /** Spec file that it builds, from the project's folder. @default - it names none */
  readonly spec?: string;
  /** Whether a passphrase unlocks its secrets. */
  readonly usesPassphrase: boolean;
}

/** The project of Pulumi around a spec: in its folder, or the nearest one above. @returns nothing where there is none */
export function projectOf({ file }: Pick<Patient, 'file'>): PulumiProjectFiles | undefined {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'Pulumi.yaml'))) return projectIn(folder);
    // Where a repository ends, so does what belongs to the spec.
    if (existsSync(join(folder, '.git')) || folder === dirname(folder)) return undefined;
  }
}

/** The stacks that build a spec. */
export function stacksFor(file: string, { folder, stacks }: PulumiProjectFiles): readonly StackFile[] {
  return stacks.filter(({ spec }) => spec !== undefined && resolve(folder, spec) === resolve(file));
}

function projectIn(folder: string): PulumiProjectFiles {
  const project = recordIn(join(folder, 'Pulumi.yaml'));
  const { url } = (project['backend'] ?? {}) as { readonly url?: string };
  const names = readdirSync(folder).flatMap((each) => /^Pulumi\.(.+)\.yaml$/.exec(each)?.[1] ?? []);
  return { folder, backend: url, stacks: names.sort().map((name) => stackIn(folder, name)) };
}

function stackIn(folder: string, name: string): StackFile {
  const stack = recordIn(join(folder, `Pulumi.${name}.yaml`));
  const spec = ((stack['config'] ?? {}) as Record<string, unknown>)['plinth:spec'];
  return {
    name,
    spec: typeof spec === 'string' ? spec : undefined,
    usesPassphrase: stack['encryptionsalt'] !== undefined,
  };
}

/** What a file of Pulumi says; nothing where it cannot be read. Pulumi itself says what is wrong with it. */
function recordIn(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
