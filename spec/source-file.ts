import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { type Finding, type Place, PlatformError } from './finding.ts';
import { pathSteps } from './spec-path.ts';

/** Largest spec file that is read. Unit: bytes. A thousand teams need about half a MiB. */
const LARGEST = 16 * 1_048_576;
/** Repetitions that YAML aliases may unfold to, so that a small file cannot fill the memory. */
const MOST_ALIASES = 100;

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
 * @throws {PlatformError} `FILE_NOT_TEXT` for a binary or foreign encoding, `FILE_TOO_LARGE`, `YAML_SYNTAX` for each syntax
 * mistake, duplicate key or unknown tag, `YAML_DOCUMENTS` for more than one document, `YAML_ALIASES` for an alias bomb.
 */
export function readSource(file: string, bytes: Uint8Array): SourceFile {
  const lines = new LineCounter();
  const document = onlyDocument(file, decode(file, bytes), lines);
  let content: unknown;
  try {
    content = document?.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw refused(
      'YAML_ALIASES',
      file,
      `its aliases unfold to more than ${MOST_ALIASES} copies`,
      'write the parts out instead of repeating them by alias',
    );
  }
  const placeOf = (at: string): Place => {
    const { line, col } = lines.linePos(offsetOf(document?.contents ?? null, at));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return { file, content, placeOf };
}

function decode(file: string, bytes: Uint8Array): string {
  if (bytes.byteLength > LARGEST) {
    throw refused(
      'FILE_TOO_LARGE',
      file,
      `it has ${bytes.byteLength} bytes, more than ${LARGEST}`,
      'name the spec file; it is a text of at most a few hundred KiB',
    );
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\u0000')) return text;
  } catch {
    // Falls through: the refusal below is the same for both ways of not being text.
  }
  throw refused('FILE_NOT_TEXT', file, 'it is not a UTF-8 text', 'name the spec file, or save it as UTF-8');
}

function onlyDocument(file: string, text: string, lines: LineCounter) {
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true });
  const parsed = 'empty' in documents ? [] : documents;
  const mistakes = parsed.flatMap((document) => [...document.errors, ...document.warnings]);
  if (mistakes.length > 0) {
    throw new PlatformError(
      mistakes.map((mistake): Finding => {
        const { line, col } = lines.linePos(mistake.pos[0]);
        const problem = (mistake.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
        const fix = mistake.code === 'DUPLICATE_KEY' ? 'keep one of the two' : 'correct the YAML at this place';
        return { code: 'YAML_SYNTAX', level: 'error', at: '(file)', problem, fix, place: { file, line, column: col } };
      }),
    );
  }
  if (parsed.length > 1) {
    throw refused(
      'YAML_DOCUMENTS',
      file,
      `it holds ${parsed.length} documents`,
      'keep one platform in a file; remove the `---` between them',
    );
  }
  return parsed[0];
}

function refused(code: Uppercase<string>, file: string, problem: string, fix: string): PlatformError {
  return new PlatformError([{ code, level: 'error', at: '(file)', problem, fix, place: { file, line: 1, column: 1 } }]);
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
