import type { CustomResource } from './custom-resource.ts';
import { type Kind, NOT_AUTHORED } from './kind.ts';
import { nameTypes } from './name-types.ts';
import { fileText, type Origin } from './print-file.ts';
import { fieldsOf, type Recognise } from './shape-of-schema.ts';

/** The generated file of one component. */
export function customResourceFile(
  origins: readonly Origin[],
  resources: readonly CustomResource[],
  recognise: Recognise,
): string {
  const kinds: readonly Kind[] = resources.map(({ schema, ...resource }) => ({
    ...resource,
    fields: fieldsOf(schema, recognise, NOT_AUTHORED),
  }));
  return fileText({ origins, ...nameTypes(kinds), preamble: [] });
}
