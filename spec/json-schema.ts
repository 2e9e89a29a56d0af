import type { z } from 'zod';
import { API_VERSION, platform } from './platform.ts';
import { type SchemaNode, schemaOf } from './schema-node.ts';

/** A JSON Schema with its own name and address. */
export interface PublishedSchema extends SchemaNode {
  /** Version of JSON Schema. */
  readonly $schema: string;
  /** Address under which it is published. */
  readonly $id: string;
  /** Name that editors show. */
  readonly title: string;
}

/**
 * The JSON Schema of a platform file, for editors: completion, texts and marks while typing.
 *
 * Draft 7, which every YAML language server reads. It knows the shape only; `plinth validate` knows the rest.
 */
export function platformJsonSchema(): PublishedSchema {
  return publishedSchema('platform', platform, {
    title: 'Plinth platform',
    description: 'A machine-learning platform: pools, teams, queues, training and delivery.',
  });
}

/** The JSON Schema of a file of ours, under its address. */
export function publishedSchema(
  name: string,
  form: z.ZodType,
  head: { readonly title: string; readonly description: string },
): PublishedSchema {
  const { $schema, ...shape } = schemaOf(form) as SchemaNode & { readonly $schema: string };
  return { $schema, $id: schemaId(name), ...head, ...shape };
}

/** Address under which editors find a schema. */
function schemaId(name: string): string {
  return `https://plinth.dev/schema/${API_VERSION.split('/')[1]}/${name}.json`;
}
