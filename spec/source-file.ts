import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import { type Finding, type Place, PlatformError } from './finding.ts';
import { pathSteps } from './spec-path.ts';

/** Largest spec file that is read. Unit: bytes. A thousand teams need about half a MiB. */
const LARGEST = 16 * 1_048_576;
/** Copies that YAML aliases may unfold to: two for each team there may be, and nothing that fills the memory. */
const MOST_ALIASES = 10_000;
/** Mistakes of the YAML that are told at once; after the first few the others are mostly their consequences. */
const MOST_MISTAKES = 20;

/** A spec as the user wrote it: its content, and where each part of it stands. */
export interface SourceFile {
  /** File as the user named it. */
  readonly file: string;
  /** Content; not trusted. */
  readonly content: unknown;
  /** Position of a spec path such as `teams[2].name`, or of the nearest thing around it. */
  placeOf(at: string): Place;
}

/**
 * Reads YAML (or JSON) and keeps the positions.
 *
 * @param bytes - content of the file; not trusted
 * @throws {PlatformError} `FILE_NOT_TEXT` for a binary or foreign encoding, `FILE_TOO_LARGE`, `FILE_EMPTY`; `YAML_SYNTAX` for
 * each syntax mistake, duplicate key or unknown tag, `YAML_DEPTH` for endless nesting, `YAML_DOCUMENTS` for more than one
 * document, `YAML_ALIAS_UNKNOWN`, and `YAML_ALIASES` for an alias that contains itself or a bomb made of them.
 */
export function readSource(file: string, bytes: Uint8Array): SourceFile {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = onlyDocument(file, decode(file, bytes), lines, placeAt);
  return {
    file,
    content: contentOf(document, placeAt),
    placeOf: (at) => placeAt(offsetOf(document.contents, at)),
  };
}

function contentOf(document: Document.Parsed, placeAt: (offset: number) => Place): unknown {
  checkAliases(document, placeAt);
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw refused(
      'YAML_ALIASES',
      placeAt(0),
      `its aliases unfold to more than ${MOST_ALIASES} copies`,
      'write the parts out instead of repeating them by alias',
    );
  }
}

function checkAliases(document: Document.Parsed, placeAt: (offset: number) => Place): void {
  const anchors = new Map<string, Node>();
  visit(document, {
    Node(_, node, way) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const place = placeAt(node.range?.[0] ?? 0);
      const named = anchors.get(node.source);
      if (named === undefined)
        throw refused(
          'YAML_ALIAS_UNKNOWN',
          place,
          `nothing above is called &${node.source}`,
          `put &${node.source} before the part that is repeated, or write the part out`,
        );
      if (way.includes(named))
        throw refused('YAML_ALIASES', place, `*${node.source} is inside what it repeats`, 'write the part out');
    },
  });
}

function decode(file: string, bytes: Uint8Array): string {
  const start = { file, line: 1, column: 1 };
  if (bytes.byteLength > LARGEST)
    throw refused(
      'FILE_TOO_LARGE',
      start,
      `it has ${bytes.byteLength} bytes, more than ${LARGEST}`,
      'name the spec file; it is a text of at most a few hundred KiB',
    );
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\u0000')) return text;
  } catch {
    // Falls through: the refusal below is the same for both ways of not being text.
  }
  throw refused('FILE_NOT_TEXT', start, 'it is not a UTF-8 text', 'name the spec file, or save it as UTF-8');
}

function onlyDocument(
  file: string,
  text: string,
  lines: LineCounter,
  placeAt: (offset: number) => Place,
): Document.Parsed {
  const documents = parseAllDocuments(text, { lineCounter: lines, logLevel: 'error', uniqueKeys: true });
  const parsed = 'empty' in documents ? [] : documents;
  const mistakes = parsed.flatMap((document) => [...document.errors, ...document.warnings]);
  if (mistakes.length > 0) throw new PlatformError(mistakeFindings(mistakes, placeAt));
  const [first, second] = parsed;
  if (second !== undefined)
    throw refused(
      'YAML_DOCUMENTS',
      placeAt(second.contents?.range?.[0] ?? second.range[0]),
      `it holds ${parsed.length} documents`,
      'keep one platform in a file; remove the `---` between them',
    );
  if (first === undefined || first.contents === null || text.trim() === '')
    throw refused(
      'FILE_EMPTY',
      { file, line: 1, column: 1 },
      'there is nothing in it',
      'write a platform, or let `plinth init` write a first one',
    );
  return first;
}

function mistakeFindings(mistakes: readonly YAMLError[], placeAt: (offset: number) => Place): Finding[] {
  const deep = mistakes.find(({ message }) => message.startsWith('Maximum call stack size exceeded'));
  if (deep !== undefined)
    return [finding('YAML_DEPTH', placeAt(deep.pos[0]), 'it is nested without end', 'close the brackets')];
  return mistakes.slice(0, MOST_MISTAKES).map((mistake) => {
    const problem = (mistake.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
    const fix = mistake.code === 'DUPLICATE_KEY' ? 'keep one of the two' : 'correct the YAML at this place';
    return finding('YAML_SYNTAX', placeAt(mistake.pos[0]), problem, fix);
  });
}

function refused(code: Uppercase<string>, place: Place, problem: string, fix: string): PlatformError {
  return new PlatformError([finding(code, place, problem, fix)]);
}

function finding(code: Uppercase<string>, place: Place, problem: string, fix: string): Finding {
  return { code, level: 'error', at: '(file)', problem, fix, place };
}

/** Offset of the key (or list item) that a path leads to; where it ends early, of the last thing found. */
function offsetOf(root: Node | null, at: string): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of pathSteps(at)) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
