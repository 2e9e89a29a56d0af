import { type PublishedSchema, publishedSchema } from './json-schema.ts';
import { release } from './release.ts';
import { traffic } from './traffic.ts';

/** The JSON Schema of a release, for editors and pipelines. */
export function releaseJsonSchema(): PublishedSchema {
  return publishedSchema('release', release, {
    title: 'Plinth model release',
    description: 'One model with its dataset, code, run, metrics, signature and runtime.',
  });
}

/** The JSON Schema of an endpoint's traffic. */
export function trafficJsonSchema(): PublishedSchema {
  return publishedSchema('traffic', traffic, {
    title: 'Plinth model traffic',
    description: 'Which releases an endpoint answers with.',
  });
}
