import { dump } from 'js-yaml';

/**
 * Writes plain content as one YAML document. Readers of YAML 1.1 (kubectl) and 1.2 read the same from it: texts such as
 * `yes` or `0123` are quoted. Keys keep their order; nothing is folded, and nothing is an alias.
 */
export function yamlText(content: object): string {
  return dump(content, { lineWidth: -1, noRefs: true });
}
