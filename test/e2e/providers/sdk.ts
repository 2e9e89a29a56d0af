import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** What an SDK says of a class, read from its declarations. */
export interface Declared {
  /** Inputs, and whether each must be given. */
  readonly inputs: ReadonlyMap<string, 'required' | 'optional'>;
  /** Outputs that are always there, and their types as they are written. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** Pulumi's SDK of a provider. */
export interface Sdk {
  readonly version: string;
  /** @returns nothing if the SDK has no such class; for a package without an SDK of its own nothing is known of any. */
  declared(type: string): Declared | undefined | 'unknown';
}

/** The installed SDK of a package. A package that has none is taken as it comes: its classes are ours. */
export function sdkOf(name: string): Sdk {
  const folder = folderOf(name);
  if (folder === undefined) return { version: '0.0.1', declared: () => 'unknown' };
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const known = new Map<string, Declared | undefined>();
  const declared = (type: string) => {
    if (!known.has(type)) known.set(type, read(folder, type));
    return known.get(type);
  };
  return { version, declared };
}

function folderOf(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`@pulumi/${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** `aws:eks/cluster:Cluster` is declared in `eks/cluster.d.ts`; `pulumi:providers:aws` in `provider.d.ts`. */
function read(folder: string, type: string): Declared | undefined {
  const [, path = '', last = ''] = type.split(':');
  const provider = path === 'providers';
  const name = provider ? 'Provider' : last;
  const own = path.includes('/') ? path.replace(/^index\//, '') : `${path}/${name[0]?.toLowerCase()}${name.slice(1)}`;
  const file = fileOf(join(folder, `${provider ? 'provider' : own}.d.ts`));
  if (file === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  return {
    inputs: inputsIn(block(text, `export interface ${name}Args {`)),
    outputs: outputsIn(block(text, `export declare class ${name} `)),
  };
}

/** `iAMMember` of a token is `iammember` of the SDK. */
function fileOf(path: string): string | undefined {
  if (!existsSync(dirname(path))) return undefined;
  const found = readdirSync(dirname(path)).find((each) => each.toLowerCase() === basename(path).toLowerCase());
  return found === undefined ? undefined : join(dirname(path), found);
}

function block(text: string, begin: string): string {
  const start = text.indexOf(begin);
  return start < 0 ? '' : text.slice(start, text.indexOf('\n}', start));
}

function inputsIn(text: string): Map<string, 'required' | 'optional'> {
  const found = text.matchAll(/^ {4}(\w+)(\??): /gm);
  return new Map([...found].map(([, name = '', mark]) => [name, mark === '?' ? 'optional' : 'required']));
}

function outputsIn(text: string): Map<string, string> {
  const found = text.matchAll(/^ {4}readonly (\w+): pulumi\.Output<(.*)>;$/gm);
  return new Map([...found].flatMap(([, name = '', type = '']) => (type.includes('undefined') ? [] : [[name, type]])));
}
