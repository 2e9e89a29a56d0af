import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'test/refused');

/** A mistake that the compiler finds in a program. */
export interface Refusal {
  /** Line, counted from 1. */
  readonly line: number;
  /** What the compiler says. */
  readonly message: string;
}

/** Names of all programs: one mistake each, or none where the name begins with `accepted-`. */
export const PROGRAMS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts'))
  .sort();

/** Programs as they are typed just now; the compiler reads one again when its version is another. */
const typed = new Map<string, { readonly text: string; readonly version: number }>();
let edits = 0;

/** The project's own settings, read once: the compiler asks for them at every file. */
const SETTINGS = ts.parseJsonConfigFileContent(
  // `files` keeps the compiler from looking through the whole tree for what to compile.
  { ...ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config, include: [], files: [] },
  ts.sys,
  ROOT,
).options;

/** One compiler for all programs and for what an editor would offer: it reads the libraries once. */
const service = ts.createLanguageService({
  getCompilationSettings: () => SETTINGS,
  getScriptFileNames: () => PROGRAMS.map(pathOf),
  getScriptVersion: (path) => String(typed.get(path)?.version ?? 0),
  getScriptSnapshot: (path) => {
    const text = typed.get(path)?.text ?? ts.sys.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => ROOT,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
});

function pathOf(name: string): string {
  return join(FOLDER, name);
}

/** Text of a program. */
export function textOfProgram(name: string): string {
  return readFileSync(pathOf(name), 'utf8');
}

/** Everything that the compiler refuses in a program. */
export function refusalsOf(name: string): Refusal[] {
  const path = pathOf(name);
  return [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map((mistake) => ({
    line: (mistake.file?.getLineAndCharacterOfPosition(mistake.start ?? 0).line ?? -1) + 1,
    message: ts.flattenDiagnosticMessageText(mistake.messageText, '\n'),
  }));
}

/** What an editor offers at the mark `|` in a program. */
export function offersAt(name: string, marked: string): string[] {
  const path = pathOf(name);
  edits += 1;
  typed.set(path, { text: marked.replace('|', ''), version: edits });
  const found = service.getCompletionsAtPosition(path, marked.indexOf('|'), undefined);
  typed.delete(path);
  return (found?.entries ?? []).map((entry) => entry.name);
}
