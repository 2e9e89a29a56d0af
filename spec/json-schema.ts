import { API_VERSION, platform } from './platform.ts';
import { type SchemaNode, schemaOf } from './schema-node.ts';

/** Address under which editors find the schema. */
export const SCHEMA_ID = `https://plinth.dev/schema/${API_VERSION.split('/')[1]}/platform.json`;

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
  const { $schema, ...shape } = schemaOf(platform) as SchemaNode & { readonly $schema: string };
  return {
    $schema,
    $id: SCHEMA_ID,
    title: 'Plinth platform',
    description: 'A machine-learning platform: pools, teams, queues, training and delivery.',
    ...shape,
  };
}
