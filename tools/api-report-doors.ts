import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type Declaration, declarationsOf } from './api-report-declarations.ts';

/** One name that a program can import. */
export interface PublicName {
  /** The name. */
  readonly name: string;
  /** Source file that declares it, below the root. */
  readonly source: string;
  /** What the compiled declaration file says about it. */
  readonly declarations: readonly Declaration[];
}

/** One entry of the package's `exports` that has types. */
export interface PublicDoor {
  /** What a program writes after `from`, such as `plinth/queueing`. */
  readonly specifier: string;
  /** Doc comment at the top of the file. */
  readonly about: string;
  /** Everything that can be imported from it, by name. */
  readonly names: readonly PublicName[];
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** Reads the public entry points of the package that lies at `root`, through the compiler. */
export function publicDoors(root: string): PublicDoor[] {
  const entries = doorFiles(root);
  const program = ts.createProgram(
    entries.map(({ source }) => source),
    compilerOptions(root),
  );
  const declared = declarationTexts(program);
  return entries.map(({ source, specifier }) => ({
    specifier,
    about: aboutFile(readFileSync(source, 'utf8')),
    names: exportsOf(program, source).map(({ file, name }) => ({
      name,
      source: file.slice(root.length + 1),
      declarations: declarationsOf(name, declared(file)),
    })),
  }));
}

/** Entry points with types, and the sources that they are compiled from; types of upstream's resources (`./imports/`) are left out. */
export function doorFiles(root: string): { readonly specifier: string; readonly source: string }[] {
  const { exports, name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string' || subpath.startsWith('./imports/')) return [];
    const source = target.types.replace('./lib/', '').replace(/\.d\.ts$/, '.ts');
    return [{ specifier: join(name, subpath), source: join(root, source) }];
  });
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ['index.ts'] }, ts.sys, root);
  return { ...options, noEmit: false, declaration: true, outDir: undefined };
}

function declarationTexts(program: ts.Program): (file: string) => string {
  const known = new Map<string, string>();
  return (file) => {
    const text = known.get(file) ?? emitted(program, file);
    known.set(file, text);
    return text;
  };
}

function emitted(program: ts.Program, file: string): string {
  let text = '';
  const write = (_: string, data: string) => {
    text = data;
  };
  program.emit(program.getSourceFile(file), write, undefined, true);
  return text;
}

function exportsOf(program: ts.Program, source: string): { readonly name: string; readonly file: string }[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(source);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${source} exports nothing: correct \`exports\` in package.json`);
  return checker
    .getExportsOfModule(module)
    .flatMap((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const declared = target.declarations?.[0]?.getSourceFile().fileName;
      return declared === undefined ? [] : [{ name: symbol.name, file: declared }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function aboutFile(text: string): string {
  return /^\/\*\*\s*([\s\S]*?)\s*\*\//.exec(text)?.[1]?.replaceAll(/\s*\n \* ?/g, ' ') ?? '';
}

/** Folder of the package that this file belongs to. */
export const PACKAGE_ROOT = dirname(import.meta.dirname);
