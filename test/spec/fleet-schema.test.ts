import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fleetJsonSchema } from '../../spec/fleet-schema.ts';
import type { SchemaNode } from '../../spec/schema-node.ts';

const SCHEMA = fleetJsonSchema();

/** Paths of a value that a schema does not know; only what tells fields apart, as an editor would underline. */
function unknownIn(value: unknown, node: SchemaNode | undefined, path = ''): string[] {
  const [reference] = node?.allOf ?? [];
  if (reference?.$ref !== undefined) return unknownIn(value, SCHEMA.definitions?.['platformPart'], path);
  const forms = node?.anyOf ?? node?.oneOf ?? [node];
  const found = forms.map((form) => unknownInForm(value, form, path));
  return found.find((each) => each.length === 0) ?? found[0] ?? [];
}

function unknownInForm(value: unknown, node: SchemaNode | undefined, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownIn(item, node?.items, `${path}[${index}]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const further = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
    const below = node?.properties?.[key] ?? further;
    return below === undefined ? [`${path}.${key}`] : unknownIn(inner, below, `${path}.${key}`);
  });
}

test('the schema of a fleet has a version, an address and a name, and is plain JSON', () => {
  expect(SCHEMA).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://plinth.dev/schema/v1alpha1/fleet.json',
    title: 'Plinth fleet',
  });
  expect(JSON.parse(JSON.stringify(SCHEMA))).toEqual(SCHEMA);
});

test('it knows every field of the example, also of the parts of platforms', () => {
  const example = parse(readFileSync('examples/fleet/fleet.yaml', 'utf8'));
  expect(unknownIn(example, SCHEMA)).toEqual([]);
});

test('it underlines fields that there are not, also in parts of platforms', () => {
  const wrong = { shared: { teams: [{ nam: 'vision' }] }, platforms: [{ name: 'a', spec: { polls: [] } }] };
  expect(unknownIn(wrong, SCHEMA)).toEqual(['.shared.teams[0].nam', '.platforms[0].spec.polls']);
});

/** Nodes below one, itself among them. */
function nodesIn(node: SchemaNode): SchemaNode[] {
  const further = typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
  const lists = [node.allOf ?? [], node.anyOf ?? [], node.oneOf ?? [], Object.values(node.properties ?? {}), further];
  return [node, ...[...lists.flat(), ...(node.items === undefined ? [] : [node.items])].flatMap(nodesIn)];
}

test('a part of a platform needs none of its fields, and refers to what is there', () => {
  const nodes = Object.values(SCHEMA.definitions ?? {}).flatMap(nodesIn);
  expect(nodes.length).toBeGreaterThan(500);
  expect(nodes.filter(({ required }) => required !== undefined)).toEqual([]);
  const names = nodes.flatMap(({ $ref }) => ($ref === undefined ? [] : [$ref.replace('#/definitions/', '')]));
  expect(names.filter((name) => SCHEMA.definitions?.[name] === undefined)).toEqual([]);
});
