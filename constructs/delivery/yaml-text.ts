import { DUMP_SCHEMA, defineScalarTag, dump, NOT_RESOLVED } from 'js-yaml';

/**
 * A text such as `1e30123`, which a short commit may be: some readers take it for a number beyond all, so it is quoted.
 * The writer knows numbers in their range only, and would leave it plain.
 */
const numberBeyondRange = defineScalarTag('!beyond-range', {
  implicit: true,
  identify: () => false,
  resolve: (source) => {
    // Version 1.1 lets underscores stand in a number.
    const number = Number(source.replaceAll('_', ''));
    return Math.abs(number) === Number.POSITIVE_INFINITY ? number : NOT_RESOLVED;
  },
});

/** A text such as `--- a`: at the beginning of a line it would end the document, so it is quoted. */
const documentMark = defineScalarTag('!document-mark', {
  implicit: true,
  identify: () => false,
  resolve: (source) => (/^(---|\.\.\.)(\s|$)/.test(source) ? Number.NaN : NOT_RESOLVED),
});

const SCHEMA = DUMP_SCHEMA.withTags(numberBeyondRange, documentMark);

/**
 * Writes plain content as one YAML document. Readers of YAML 1.1 (kubectl) and 1.2 read the same from it: texts such as
 * `yes` or `0123` are quoted. Keys keep their order; nothing is folded, and nothing is an alias.
 */
export function yamlText(content: object): string {
  return dump(content, { lineWidth: -1, noRefs: true, schema: SCHEMA });
}
