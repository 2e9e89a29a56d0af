import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Folder of the project. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** Folders that Git ignores, and Git's own. */
const IGNORED = new Set(['.git', '.vitest', 'dist', 'lib', 'node_modules', 'deploy']);

/** A file of the project. */
export interface ProjectFile {
  /** Path below the project, with `/`. */
  readonly path: string;
  /** Whole text. */
  readonly text: string;
}

/** Files of the project that a person or a generator wrote, sorted; what installs and builds leave is not among them. */
export function projectFiles(matching: RegExp = /./, root: string = ROOT): ProjectFile[] {
  return pathsBelow(root, root)
    .filter((path) => matching.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function pathsBelow(folder: string, root: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : pathsBelow(path, root);
    return entry.isFile() && !entry.name.endsWith('.tgz') ? [relative(root, path).split(sep).join('/')] : [];
  });
}

/** Every text in a program that is not a comment: string literals, and the fixed parts of templates. */
export function textsIn({ path, text }: ProjectFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}
