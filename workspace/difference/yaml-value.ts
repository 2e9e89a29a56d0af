import { type Document, parseAllDocuments } from 'yaml';

/** Tags whose values are not JSON; Kubernetes reads such texts as strings. */
const NOT_JSON = /:(timestamp|binary|omap|pairs|set)$/;
/** Repetitions that aliases may unfold to. */
const MOST_ALIASES = 100;

/** Documents of a YAML text, read as Kubernetes reads them: YAML 1.1 that yields JSON. */
export function yamlDocuments(text: string): readonly Document[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !NOT_JSON.test(tag.tag)),
  });
  return 'empty' in documents ? [] : documents;
}

/**
 * The plain value of a document.
 *
 * @throws {ReferenceError} if its aliases unfold to too much.
 */
export function yamlValue(document: Document): unknown {
  return document.toJS({ maxAliasCount: MOST_ALIASES });
}
