import { type Document, parseAllDocuments } from 'yaml';

/** Tags whose values are not JSON; Kubernetes reads such texts as strings. */
const NOT_JSON = /:(timestamp|binary|omap|pairs|set)$/;
/** Repetitions that aliases may unfold to. */
const MOST_ALIASES = 100;

/**
 * Documents of a YAML text, as values of JSON.
 *
 * @param version - `1.1` is how Kubernetes reads objects; `1.2` is how most programs read their own files, and does not
 * take `y` or `on` for true
 */
export function yamlDocuments(text: string, version: '1.1' | '1.2'): readonly Document[] {
  const documents = parseAllDocuments(text, {
    version,
    merge: true,
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
