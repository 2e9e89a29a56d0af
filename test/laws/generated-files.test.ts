import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiReport } from '../../tools/api-report.ts';
import { declarationsOf } from '../../tools/api-report-declarations.ts';
import { doorFiles, publicDoors } from '../../tools/api-report-doors.ts';
import { GENERATED } from '../../tools/generate.ts';
import { ROOT } from './project-files.ts';

const doors = publicDoors(ROOT);

describe('a generated file', () => {
  it.each(Object.keys(GENERATED))('%s is what the sources say; if not, refresh it with `npm run generate`', (path) => {
    const file = join(ROOT, path);
    const text = path === 'docs/api.md' ? apiReport(doors) : GENERATED[path]?.();
    expect(existsSync(file) ? readFileSync(file, 'utf8') : 'missing').toBe(text);
  });
});

/** Members whose words are others': Kubernetes' own, an error's, and the keys of charts. */
const OTHERS_WORDS = /\.(apiVersion|kind|metadata)$|^PlatformError\.name$|^\w+Values\./;

describe('the public API', () => {
  it('has every entry point of the package', () => {
    expect(doors.map(({ specifier }) => specifier)).toEqual(doorFiles(ROOT).map(({ specifier }) => specifier));
    for (const { names, specifier } of doors) expect(names.length, specifier).toBeGreaterThan(0);
  });

  it('has a declaration for every name', () => {
    const bare = doors.flatMap(({ names }) => names.filter(({ declarations }) => declarations.length === 0));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('says what every name, every prop and every method is', () => {
    const missing = doors.flatMap(({ names }) =>
      names.flatMap(({ declarations, source }) =>
        declarations.flatMap(({ undocumented }) => undocumented.map((each) => `${source}: ${each}`)),
      ),
    );
    expect([...new Set(missing)].filter((each) => !OTHERS_WORDS.test(each.split(': ')[1] ?? ''))).toEqual([]);
  });
});

describe('a declaration in the report', () => {
  it('has its comments, and neither bodies nor private parts', () => {
    const text = [
      '/** A queue. */',
      'export declare class Queue {',
      '    #private;',
      '    /** Its name. */',
      '    readonly name: import("./name.ts").Name;',
      '    constructor(scope: Construct);',
      '}',
      '/** Another. */',
      'export type Other = string;',
    ].join('\n');
    expect(declarationsOf('Queue', text)).toEqual([
      {
        text: '/** A queue. */\nclass Queue {\n  /** Its name. */\n  readonly name: Name;\n  constructor(scope: Construct);\n}',
        undocumented: [],
      },
    ]);
  });

  it('is a type and a value where the word is both', () => {
    const text = '/** Steps. */\nexport declare const Wave: readonly string[];\nexport type Wave = string;\n';
    expect(declarationsOf('Wave', text).map((each) => each.text)).toEqual([
      '/** Steps. */\nconst Wave: readonly string[];',
      'type Wave = string;',
    ]);
  });

  it('tells which of its parts nobody described', () => {
    const text =
      'export interface Props {\n    readonly size: number;\n    /** Kept. */\n    readonly kept: boolean;\n}\n';
    expect(declarationsOf('Props', text)[0]?.undocumented).toEqual(['Props', 'Props.size']);
  });

  it('names the fields of a large constant, not what stands in them', () => {
    const field = (name: string) => `    readonly ${name}: {\n        readonly version: "1";\n    };`;
    const fields = ['a', 'b', 'c', 'd', 'e'].map(field).join('\n');
    const text = `/** Parts. */\nexport declare const parts: {\n${fields}\n};\n`;
    expect(declarationsOf('parts', text)[0]?.text).toBe(
      `/** Parts. */\nconst parts: {\n${['a', 'b', 'c', 'd', 'e'].map((name) => `  readonly ${name}: { … };`).join('\n')}\n};`,
    );
  });
});
