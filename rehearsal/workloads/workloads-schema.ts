import { type PublishedSchema, publishedSchema } from '../../spec/json-schema.ts';
import { workloads } from './workloads-file.ts';

/** The JSON Schema of a workloads file, for editors. */
export function workloadsJsonSchema(): PublishedSchema {
  return publishedSchema('workloads', workloads, {
    title: 'Plinth workloads',
    description: 'Jobs and faults of a rehearsal.',
  });
}
