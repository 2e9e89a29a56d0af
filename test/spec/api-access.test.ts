import { describe, expect, test } from 'vitest';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { codesOf } from '../sample.ts';
import { platformOn, TARGETS } from '../stacks/target-sample.ts';

const pools = {
  aws: 'm7i.4xlarge',
  azure: 'Standard_D8s_v5',
  digitalocean: 'g-8vcpu-32gb',
  gcp: 'n2-standard-8',
} as const;
const on = (kind: keyof typeof pools, words: object): PlatformInput =>
  platformOn({ ...TARGETS[kind], ...words } as PlatformInput['target'], {
    name: 'cpu',
    instance: pools[kind],
    nodes: { min: 2, max: 2 },
  });
/** Mistakes of its form; what is worth knowing of its components is not looked at. */
const refusals = (input: PlatformInput) => codesOf(input).filter((code) => code === 'SPEC_SHAPE_INVALID');
const OPEN = { kind: 'public', from: ['203.0.113.0/24'] };
const CLOSED = { kind: 'private' };

describe('who reaches the API server', () => {
  test.each(['aws', 'azure', 'digitalocean'] as const)('is everybody unless the spec says so, on %s', (kind) => {
    expect(parsePlatform(on(kind, {})).spec.target).toMatchObject({ apiAccess: { kind: 'public', from: [] } });
    expect(parsePlatform(on(kind, { apiAccess: OPEN })).spec.target).toMatchObject({ apiAccess: OPEN });
  });

  test('may be nobody outside on AWS and Azure, and not on DigitalOcean, which has no private endpoint', () => {
    for (const kind of ['aws', 'azure'] as const) expect(refusals(on(kind, { apiAccess: CLOSED }))).toEqual([]);
    expect(refusals(on('digitalocean', { apiAccess: CLOSED }))).toEqual(['SPEC_SHAPE_INVALID']);
  });

  test.each([
    ['a network that is none', { apiAccess: { kind: 'public', from: ['office'] } }],
    ['networks of a closed one', { apiAccess: { kind: 'private', from: ['203.0.113.0/24'] } }],
    ['more networks than clouds take', { apiAccess: { kind: 'public', from: Array(41).fill('203.0.113.0/24') } }],
  ])('is refused where it names %s', (_, words) => {
    expect(new Set(refusals(on('aws', words)))).toEqual(new Set(['SPEC_SHAPE_INVALID']));
  });
});

describe('the key of secrets', () => {
  test('is AKS’ own or the platform’s, and nobody else’s', () => {
    expect(parsePlatform(on('azure', {})).spec.target).toMatchObject({ secretsKey: 'azure' });
    expect(refusals(on('azure', { secretsKey: 'own' }))).toEqual([]);
    expect(refusals(on('azure', { secretsKey: 'theirs' }))).toEqual(['SPEC_SHAPE_INVALID']);
    expect(refusals(on('aws', { secretsKey: 'own' }))).toEqual(['SPEC_SHAPE_INVALID']);
  });
});

describe('Managed Lustre', () => {
  test('is asked for by its speed, one of four, and is not there otherwise', () => {
    expect(parsePlatform(on('gcp', { lustre: {} })).spec.target).toMatchObject({ lustre: { throughput: 250 } });
    expect(refusals(on('gcp', { lustre: { throughput: 1000 } }))).toEqual([]);
    expect(refusals(on('gcp', { lustre: { throughput: 300 } }))).toEqual(['SPEC_SHAPE_INVALID']);
    expect(refusals(on('aws', { lustre: { zone: 'eu-west-1a' } }))).toEqual([]);
    expect(refusals(on('aws', { lustre: {} }))).toEqual(['SPEC_SHAPE_INVALID']);
    expect(refusals(on('azure', { lustre: { throughput: 250 } }))).toEqual(['SPEC_SHAPE_INVALID']);
    expect(parsePlatform(on('gcp', {})).spec.target).not.toHaveProperty('lustre');
  });
});
