import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import type { SignerSpec } from '../../spec/releases.ts';
import { readSource, type SourceFile } from '../../spec/source-file.ts';
import type { ReleaseInput } from './new-release.ts';
import { folderError } from './release-finding.ts';
import { inlineBundle, readBundle } from './signature/bundle.ts';

/** What a release is made from. */
export interface InputOptions {
  /** File of the pipeline; `-` is standard input. @default - flags alone */
  readonly from?: string | undefined;
  /** File of the signature's bundle. @default - the pipeline's file says, or nobody signed */
  readonly bundle?: string | undefined;
  /** File of the model's manifest. @default - the bundle signs its digest */
  readonly manifest?: string | undefined;
  /** Name of the signer. @default - the only one there is */
  readonly signer?: string | undefined;
  /** Figures as `name=value`. */
  readonly metric: readonly string[];
  /** Rules of the gate. */
  readonly gate: readonly string[];
  /** Fields as `path=value`. */
  readonly set: readonly string[];
  /** Whom the platform trusts. */
  readonly signers: readonly SignerSpec[];
}

type Content = Record<string, unknown>;

/**
 * Puts together what a pipeline and the command line say about a release; the command line counts more.
 *
 * @throws {PlatformError} `FILE_…` and `YAML_…` for files that cannot be read, `RELEASE_FLAG_INVALID` for flags that are none,
 * `RELEASE_BUNDLE_INVALID` and `RELEASE_SIGNER_MISSING` for a signature that cannot be taken.
 */
export async function releaseInput(options: InputOptions): Promise<ReleaseInput> {
  const source = options.from === undefined ? undefined : readSource(options.from, await bytesOf(options.from));
  const content = structuredClone(fieldsOf(source));
  for (const [path, value] of options.set.map((flag) => pairOf('--set', flag))) assign(content, path.split('.'), value);
  if (options.metric.length > 0)
    content.metrics = {
      ...(content.metrics as Content | undefined),
      ...Object.fromEntries(options.metric.map(figure)),
    };
  if (options.gate.length > 0) content.gate = [...((content.gate as unknown[] | undefined) ?? []), ...options.gate];
  if (options.bundle !== undefined) content.signature = await signatureOf(options);
  return { content, source };
}

/** Headers as `name=value`; nothing where there are none. @throws {PlatformError} `RELEASE_FLAG_INVALID` */
export function headersOf(flags: readonly string[]): Readonly<Record<string, string>> | undefined {
  return flags.length === 0 ? undefined : Object.fromEntries(flags.map((flag) => pairOf('--header', flag)));
}

function fieldsOf(source: SourceFile | undefined): Content {
  const content = source?.content ?? {};
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Content;
  throw refused(
    'RELEASE_SHAPE_INVALID',
    '(root)',
    'it holds no fields',
    'write fields with values, as schema/release.json says',
  );
}

async function signatureOf({ bundle, manifest, signer, signers }: InputOptions): Promise<Content> {
  const file = bundle ?? '';
  const read = readBundle((await bytesOf(file)).toString('utf8'));
  if (typeof read === 'string')
    throw folderError('RELEASE_BUNDLE_INVALID', file, {
      problem: `the bundle ${read}`,
      fix: 'give what cosign 3 wrote with --bundle',
    });
  const kind = read.verificationMaterial.certificate === undefined ? 'key' : 'keyless';
  const name = signer ?? onlySigner(signers, kind);
  const bytes = manifest === undefined ? undefined : (await bytesOf(manifest)).toString('base64');
  return { kind, signer: name, bundle: inlineBundle(read), ...(bytes === undefined ? {} : { manifest: bytes }) };
}

function onlySigner(signers: readonly SignerSpec[], kind: SignerSpec['kind']): string {
  const [first, ...others] = signers.filter((each) => each.kind === kind);
  if (first !== undefined && others.length === 0) return first.name;
  throw refused(
    'RELEASE_SIGNER_MISSING',
    'signature.signer',
    `the spec has ${first === undefined ? 'no signer' : `${others.length + 1} signers`} of the kind ${kind}`,
    first === undefined ? 'add it to releases.signers' : 'say who signed: --signer NAME',
  );
}

function pairOf(option: string, flag: string): readonly [name: string, value: string] {
  const at = flag.indexOf('=');
  if (at > 0) return [flag.slice(0, at), flag.slice(at + 1)];
  throw refused('RELEASE_FLAG_INVALID', option, `${JSON.stringify(flag)} is no pair`, `write ${option} name=value`);
}

function figure(flag: string): readonly [name: string, value: number] {
  const [name, value] = pairOf('--metric', flag);
  if (value.trim() !== '' && Number.isFinite(Number(value))) return [name, Number(value)];
  throw refused(
    'RELEASE_FLAG_INVALID',
    '--metric',
    `${JSON.stringify(value)} is no number`,
    'write --metric accuracy=0.94',
  );
}

/** Whole numbers are numbers where a number stands in a release; everything else is text. */
function assign(content: Content, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path;
  if (first === '' || first === '__proto__')
    throw refused(
      'RELEASE_FLAG_INVALID',
      '--set',
      `${JSON.stringify(path.join('.'))} is no field`,
      'write --set model.bytes=4711',
    );
  if (rest.length === 0) {
    content[first] = NUMBERS.has(first) ? Number(value) : LISTS.has(first) ? value.split(' ') : value;
    return;
  }
  const inner = content[first];
  const next: Content = typeof inner === 'object' && inner !== null ? (inner as Content) : {};
  content[first] = next;
  assign(next, rest, value);
}

const NUMBERS: ReadonlySet<string> = new Set(['bytes']);
const LISTS: ReadonlySet<string> = new Set(['args']);

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return file === '-' ? Buffer.from(await text(process.stdin)) : await readFile(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw folderError(missing ? 'FILE_MISSING' : 'FILE_UNREADABLE', file, {
      problem: missing ? 'there is no such file' : `it cannot be read: ${(error as Error).message}`,
      fix: 'name the file that the pipeline wrote',
    });
  }
}

function refused(code: Finding['code'], at: string, problem: string, fix: string): PlatformError {
  return new PlatformError([{ code, level: 'error', at, problem, fix }]);
}
