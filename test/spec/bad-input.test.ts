import { describe, expect, test } from 'vitest';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { readSource } from '../../spec/source-file.ts';

const RIGHT = `apiVersion: plinth.dev/v1alpha1
kind: Platform
metadata: { name: lab }
target:
  kind: existing
  cluster: lab
  networkPolicy: cilium
  apiServer: [10.0.0.10/32]
pools:
  - name: train
    machine: { accelerator: nvidia-h100-80gb, count: 8, vcpus: 192, memory: 2Ti }
    nodes:
      max: 2
teams:
  - name: vision
    groups: [oidc:vision]
    quota:
      train: { guaranteed: 8 }
delivery:
  kind: plain
`;

/** Findings about the text of a file, as a verb of the command line gets them. */
function findingsIn(text: string | Uint8Array): readonly Finding[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  try {
    const source = readSource('platform.yaml', bytes);
    return parsePlatform(source.content, source).findings;
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

/** Codes with their places: `CODE 3:5`. */
function places(text: string | Uint8Array): string[] {
  return findingsIn(text).map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);
}

/** The right file with one part replaced; fails the test where the part is not in it. */
function changed(from: string, to: string): string {
  if (!RIGHT.includes(from)) throw new Error(`the right file has no ${from}`);
  return RIGHT.replace(from, to);
}

describe('a file', () => {
  test('that is right has no findings, also with other line ends and a mark of its encoding', () => {
    expect(findingsIn(RIGHT)).toEqual([]);
    expect(findingsIn(RIGHT.replaceAll('\n', '\r\n'))).toEqual([]);
    expect(findingsIn(`\uFEFF${RIGHT}`)).toEqual([]);
    expect(findingsIn(JSON.stringify(readSource('f', new TextEncoder().encode(RIGHT)).content, null, '\t'))).toEqual(
      [],
    );
  });

  test.each([
    ['binary', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), 'FILE_NOT_TEXT 1:1'],
    ['text with null bytes', 'a: 1\u0000', 'FILE_NOT_TEXT 1:1'],
    ['in UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0, 0x3a, 0]), 'FILE_NOT_TEXT 1:1'],
    ['too large', new Uint8Array(16 * 1_048_576 + 1).fill(0x61), 'FILE_TOO_LARGE 1:1'],
    ['empty', '', 'FILE_EMPTY 1:1'],
    ['only blank', '  \n\n', 'FILE_EMPTY 1:1'],
    ['only a comment', '# nothing yet\n', 'FILE_EMPTY 1:1'],
  ])('that is %s', (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  test.each([
    ['a list', '- a\n- b\n'],
    ['a word', 'platform\n'],
    ['a number', '42\n'],
  ])('that holds %s is no platform', (_, text) => {
    expect(places(text)).toEqual(['SPEC_SHAPE_INVALID 1:1']);
  });
});

describe('YAML', () => {
  test.each([
    ['a duplicate key', `${RIGHT}kind: Platform\n`, 'YAML_SYNTAX 21:1'],
    ['a duplicate key deep inside', changed('max: 2', 'max: 2\n      max: 3'), 'YAML_SYNTAX 14:7'],
    ['a duplicate key in JSON', '{"a": 1, "a": 2}', 'YAML_SYNTAX 1:10'],
    ['a tabulator', 'a:\n\tb: 1\n', 'YAML_SYNTAX 2:1'],
    ['a bracket that does not close', 'a: [1, 2\n', 'YAML_SYNTAX 2:1'],
    ['an unknown tag', 'a: !platform b\n', 'YAML_SYNTAX 1:4'],
    ['two documents', `${RIGHT}---\n${RIGHT}`, 'YAML_DOCUMENTS 22:1'],
    ['an alias of nothing', changed('name: vision', 'name: *vision'), 'YAML_ALIAS_UNKNOWN 15:11'],
    ['an alias inside itself', 'a: &a\n  - *a\n', 'YAML_ALIASES 2:5'],
    ['endless nesting', '['.repeat(100_000), 'YAML_DEPTH'],
    ['endless nesting that closes', `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'YAML_DEPTH'],
  ])('with %s', (_, text, expected) => {
    const found = places(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test('with a bomb of aliases is refused, and quickly', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]`;
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const bomb = ['a: &a [x, x, x]', ...names.slice(1).map((name, index) => level(name, names[index] ?? ''))].join(
      '\n',
    );
    expect(places(bomb)).toEqual(['YAML_ALIASES 1:1']);
  });

  test('may repeat a part by alias for a thousand teams', () => {
    const teams = Array.from(
      { length: 1_000 },
      (_, index) => `  - { name: t${index}, groups: [g${index}], quota: *quota }`,
    );
    const text = changed(
      'quota:\n      train: { guaranteed: 8 }',
      'quota: &quota { train: { borrowable: 8 } }',
    ).replace('delivery:', `${teams.join('\n')}\ndelivery:`);
    expect(findingsIn(text)).toEqual([]);
  });

  test('with many mistakes tells the first few', () => {
    expect(places(Array.from({ length: 100 }, () => 'a: 1').join('\n'))).toHaveLength(20);
  });
});

describe('a wrong shape', () => {
  test.each([
    [
      'a key that does not exist',
      'networkPolicy: cilium',
      'networkPolicy: cilium\n  netwrokPolicy: calico',
      '8:3',
      'choose one of',
    ],
    ['a key with a near one', 'cluster: lab', 'clustr: lab', '6:3', 'write cluster'],
    ['a word that does not exist', 'networkPolicy: cilium', 'networkPolicy: cillium', '7:3', 'write cilium'],
    ['a kind that does not exist', 'kind: existing', 'kind: exsting', '5:3', 'write existing'],
    ['a text for a number', 'max: 2', "max: '2'", '13:7', 'write it without quotes'],
    ['a number for a text', 'cluster: lab', 'cluster: 4', '6:3', 'write it in quotes'],
    ['a fraction for a whole number', 'max: 2', 'max: 2.5', '13:7', 'give a whole number'],
    ['a number that is none', 'max: 2', 'max: .nan', '13:7', 'NaN does not fit; give a number'],
    ['a number that is too large', 'max: 2', 'max: 5001', '13:7', '5001 does not fit; give at most 5000'],
    ['a number that is too small', 'max: 2', 'max: 0', '13:7', 'give at least 1'],
    ['a list for fields', 'metadata: { name: lab }', 'metadata: [lab]', '3:1', 'give fields with values'],
    ['fields for a list', 'groups: [oidc:vision]', 'groups: { a: b }', '16:5', 'give a list'],
    ['an empty list', 'groups: [oidc:vision]', 'groups: []', '16:5', 'give at least 1 entries'],
    ['nothing', 'groups: [oidc:vision]', 'groups:', '16:5', 'null does not fit; give a list'],
    ['a wrong unit of memory', 'memory: 2Ti', 'memory: 2TB', '11:69', 'a unit of Mi, Gi, Ti or Pi, such as 512Gi'],
    ['memory without a unit', 'memory: 2Ti', 'memory: 2048', '11:69', 'write it in quotes, such as "2Ti"'],
    ['a name in capitals', 'name: vision', 'name: Vision', '15:5', 'give a DNS label: a-z, 0-9 and -'],
    ['a name that is too long', 'name: vision', `name: ${'v'.repeat(41)}`, '15:5', 'give at most 40 characters'],
    ['a name that every object has', 'name: vision', 'name: constructor', '15:5', 'give another name: JavaScript'],
    ['a pool name that cannot be one', 'train: {', 'Train: {', '18:7', '"Train" cannot be a key here'],
    ['another version of the form', 'v1alpha1', 'v1', '1:1', 'write plinth.dev/v1alpha1'],
  ])('%s', (_, from, to, place, text) => {
    const [finding, ...others] = findingsIn(changed(from, to)).filter(
      ({ problem }) => !problem.startsWith('it is missing'),
    );
    expect(others).toEqual([]);
    expect(finding?.code).toBe('SPEC_SHAPE_INVALID');
    expect(`${finding?.place?.line}:${finding?.place?.column}`).toBe(place);
    expect(`${finding?.problem}; ${finding?.fix}`).toContain(text);
  });

  test('something missing is shown at what it is missing from, with an example', () => {
    const [finding, ...others] = findingsIn(changed('    groups: [oidc:vision]\n', ''));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      at: 'teams[0].groups',
      problem: 'it is missing',
      fix: 'add it, such as groups: ["oidc:vision"]',
      place: { file: 'platform.yaml', line: 15, column: 5 },
    });
  });

  test('what is missing from the file as a whole is shown at its beginning', () => {
    expect(findingsIn('kind: Platform\n')[0]).toMatchObject({ at: 'apiVersion', place: { line: 1, column: 1 } });
  });

  test('a minor of Kubernetes that YAML read as a number is told to be put in quotes', () => {
    const [finding] = findingsIn(changed('cluster: lab', 'cluster: lab\n  kubernetes: 1.36'));
    expect(finding).toMatchObject({
      at: 'target.kubernetes',
      fix: 'write it in quotes, such as "1.36"',
      place: { line: 7, column: 3 },
    });
  });

  test('every mistake is told at once, in the order of the file', () => {
    const text = changed('name: lab', 'nme: lab').replace('max: 2', 'max: none').replace('kind: plain', 'kind: plian');
    expect(findingsIn(text).map(({ at, place }) => `${at} ${place?.line}`)).toEqual([
      'metadata.name 3',
      'metadata.nme 3',
      'pools[0].nodes.max 13',
      'delivery.kind 20',
    ]);
  });

  test('keys that JavaScript gives every object are no way in', () => {
    for (const key of ['__proto__', 'constructor', 'hasOwnProperty', 'toString'])
      expect(findingsIn(`${RIGHT}${key}: { polluted: true }\n`).map(({ at, code }) => `${code} ${at}`)).toEqual([
        `SPEC_SHAPE_INVALID ${key}`,
      ]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('is left to the caller as it was, neither frozen nor changed', () => {
    const input = { pools: { nodes: [1] }, teams: 'none', metadata: [] };
    expect(() => parsePlatform(input)).toThrow(PlatformError);
    expect([input, input.pools, input.pools.nodes, input.metadata].some((part) => Object.isFrozen(part))).toBe(false);
  });

  test('a value that contains itself, from a program, is refused like any other', () => {
    const loop: Record<string, unknown> = {};
    loop['metadata'] = [loop];
    expect(() => parsePlatform(loop)).toThrow(PlatformError);
  });
});

describe('a rule’s finding', () => {
  test('stands at the value that it is about', () => {
    const text = changed('guaranteed: 8', 'guaranteed: 8, borrowable: 9');
    expect(findingsIn(text)).toEqual([
      expect.objectContaining({
        code: 'QUOTA_BORROW_UNREACHABLE',
        at: 'teams[0].quota.train.borrowable',
        place: { file: 'platform.yaml', line: 18, column: 31 },
      }),
    ]);
  });

  test('about a default stands at the nearest thing that was written', () => {
    const text = changed('  networkPolicy: cilium', '  networkPolicy: cilium\n  kubernetes: "1.37"');
    expect(places(text)[0]).toBe('COMPONENT_KUBERNETES_UNLISTED 8:3');
  });
});
