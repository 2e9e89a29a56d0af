import { fleet } from './fleet.ts';
import { type PublishedSchema, platformJsonSchema, publishedSchema } from './json-schema.ts';
import type { SchemaNode } from './schema-node.ts';

/** Where the schema keeps the form of a platform of which nothing need be there. */
const PART = 'platformPart';

/** The JSON Schema of a fleet file, for editors and pipelines: what is shared and what differs is completed like a platform. */
export function fleetJsonSchema(): PublishedSchema {
  const schema = publishedSchema('fleet', fleet, {
    title: 'Plinth fleet',
    description: 'Several platforms: what they share, how they differ, who runs whose jobs, who gets a version first.',
  });
  const { definitions, properties } = platformJsonSchema();
  const part = partOf({ type: 'object', properties, additionalProperties: false });
  const { platforms, shared, ...others } = schema.properties ?? {};
  const member = platforms?.items;
  return {
    ...schema,
    properties: {
      ...others,
      shared: asPart(shared),
      platforms: {
        ...platforms,
        items: { ...member, properties: { ...member?.properties, spec: asPart(member?.properties?.['spec']) } },
      },
    },
    // The form of a platform refers to these by their place at the top.
    definitions: { ...definitions, [PART]: part },
  };
}

/** A reference beside other keywords is read alone by draft 7, so it stands in a list of one. */
function asPart(node: SchemaNode | undefined): SchemaNode {
  const { description, examples } = node ?? {};
  return { description, examples, default: {}, allOf: [{ $ref: `#/definitions/${PART}` }] };
}

/** The same form, but nothing is required: it stands somewhere else. */
function partOf(node: SchemaNode): SchemaNode {
  const { additionalProperties, anyOf, items, oneOf, properties, required: _, ...rest } = node;
  // Of alternatives a part may fit several: none can be told by its `kind` where that stands elsewhere.
  const forms = oneOf ?? anyOf;
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, partOf(each)])) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'object' ? partOf(additionalProperties) : additionalProperties,
        }),
    ...(items === undefined ? {} : { items: partOf(items) }),
    ...(forms === undefined ? {} : { anyOf: forms.map(partOf) }),
  };
}
