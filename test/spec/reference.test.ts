import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../spec/finding.ts';
import { explainPath, schemaAt } from '../../spec/reference.ts';
import { referencePage } from '../../spec/reference-page.ts';

function refusal(path: string): string {
  try {
    explainPath(path);
  } catch (error) {
    if (error instanceof PlatformError) return error.message;
    throw error;
  }
  return '';
}

describe('the text of one path', () => {
  test('has meaning, type, range, default and example', () => {
    expect(explainPath('teams.limits.pods')).toBe(
      [
        'teams.limits.pods',
        '  Pods at once. Range 1–3,000.',
        '',
        '  type      whole number, 1–3,000',
        '  needed    no',
        '  default   500',
        '  example   500',
      ].join('\n'),
    );
  });

  test('of a union lists its kinds, and which fields belong to which', () => {
    const text = explainPath('pools.sharing');
    expect(text).toContain('type      fields, by kind: whole, partition, timeSlicing, mps');
    expect(text).toContain('default   {"kind":"whole"}');
    expect(text).toMatch(/^ {4}kind {6}`whole`: A device belongs to one pod\. `partition`: /m);
    expect(text).toMatch(/^ {4}profile .* \(partition\)$/m);
    expect(text).toMatch(/^ {4}replicas .* \(timeSlicing, mps\)$/m);
  });

  test('of a field of some kinds says of which, and of all kinds does not', () => {
    expect(explainPath('pools.sharing.replicas')).toContain('only for  kind timeSlicing, mps');
    expect(explainPath('target.kubernetes')).not.toContain('only for');
    expect(explainPath('pools.sharing.kind')).toContain('type      whole, partition, timeSlicing, mps');
  });

  test('that means different things says each', () => {
    const text = explainPath('target.autoscaler');
    for (const kind of ['aws', 'gcp', 'azure', 'digitalocean']) expect(text).toContain(`only for  kind ${kind}\n`);
    expect(text).toContain('type      computeClass, nodePool, none');
  });

  test.each([
    ['teams.quota.guaranteed', 'teams[3].quota.train-h100.guaranteed'],
    ['pools.nodes.max', 'pools[0].nodes.max'],
    ['components.version', 'components.kueue.version'],
    ['overrides.patch.op', 'overrides[0].patch[2].op'],
  ])('is the same for %s as for %s', (short, long) => {
    expect(explainPath(long).split('\n').slice(1)).toEqual(explainPath(short).split('\n').slice(1));
  });

  test.each([
    ['training.checkpoints.every', 'length of time: a whole number and s, m, h or d'],
    ['teams.limits.storage', 'size: a whole number and Mi, Gi, Ti or Pi'],
    ['target.network.nodes', 'network in CIDR form'],
    ['teams.groups', 'list of texts, at most 200 characters, 1–20 entries'],
    ['teams.quota', 'names with values'],
    ['metadata.name', 'name of a-z, 0-9 and -, at most 24 characters'],
    ['overrides.patch.value', 'any JSON value'],
    ['apiVersion', 'plinth.dev/v1alpha1'],
    ['pools.machine.usdPerHour', 'number, 0–10,000'],
  ])('of %s has the type %s', (path, type) => {
    expect(explainPath(path)).toContain(`  type      ${type}\n`);
  });

  test('of nothing is the whole spec', () => {
    expect(explainPath('')).toMatch(/^platform\n[\s\S]*^ {4}teams {6,}Teams; /m);
  });

  test.each([
    ['pools.sharng', 'SPEC_PATH_UNKNOWN at pools.sharng: there is no sharng in pools; write sharing'],
    ['tems', 'SPEC_PATH_UNKNOWN at tems: there is no tems in the spec; write teams'],
    ['metadata.name.x', 'there is no x in metadata.name; ask for metadata.name, which has no fields'],
    ['constructor', 'there is no constructor in the spec'],
    ['target["kind', 'there is no'],
  ])('%s is refused with the nearest right one', (path, message) => {
    expect(refusal(path)).toContain(message);
  });

  test('is there for every path that it names itself', () => {
    const visit = (path: string, depth: number): number => {
      const fields = [...explainPath(path).matchAll(/^ {4}(\S+) /gm)].map(([, key]) => key);
      if (depth === 0) return fields.length;
      return fields.reduce(
        (sum, key) => sum + visit(path === '' ? `${key}` : `${path}.${key}`, depth - 1),
        fields.length,
      );
    };
    expect(visit('', 4)).toBeGreaterThan(100);
  });
});

describe('the schema of one path', () => {
  test('is that of the field, or of all that it may be', () => {
    expect(schemaAt('teams.limits.pods')).toMatchObject({ type: 'integer', default: 500 });
    expect(schemaAt('target.autoscaler').anyOf).toHaveLength(4);
    expect(schemaAt('')).toMatchObject({ title: 'Plinth platform' });
  });
});

describe('the reference page', () => {
  const page = referencePage();

  test('has a heading and a table for every group of fields', () => {
    for (const heading of [
      '## metadata',
      '## target',
      '### target.network',
      '## pools[]',
      '### pools[].sharing',
      '### teams[].quota.<name>',
      '## training',
      '### training.checkpoints',
      '### overrides[].patch[]',
    ])
      expect(page).toContain(`\n${heading}\n`);
  });

  test('has a row for a field with type, default, meaning and example', () => {
    expect(page).toContain(
      '| `keep` | whole number, 1–1,000 | `3` | Checkpoints kept for each job. Range 1–1,000. Example: `3`. |',
    );
    expect(page).toContain('| **needed** |');
    expect(page).toContain('Only for `aws`, `gcp`, `azure`, `digitalocean`.');
  });

  test('is proper Markdown: four cells in every row, and nothing that is not there', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g), row).toHaveLength(5);
    expect(page).not.toMatch(/undefined|\[object|null/);
    expect(page.endsWith('\n')).toBe(true);
  });

  test('is the same each time', () => expect(referencePage()).toBe(page));
});
