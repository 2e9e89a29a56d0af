import { apiVersionOf, type Kind } from './kind.ts';
import { fieldText, quoted } from './print-types.ts';

/** The props interface and the class of one kind. */
export function kindText(kind: Kind): string {
  const apiVersion = apiVersionOf(kind);
  const optional = kind.fields.every((field) => !field.required);
  const scope = kind.namespaced ? 'namespaced' : 'cluster-scoped';
  return [
    `export interface ${kind.kind}Props {`,
    '  readonly metadata?: ObjectMeta;',
    ...kind.fields.map((field) => `  ${fieldText(field)}`),
    '}',
    '',
    `/** ${apiVersion} ${kind.kind}, ${scope}. */`,
    `export class ${kind.kind} extends ApiObject {`,
    `  static readonly apiVersion = ${quoted(apiVersion)};`,
    `  static readonly kind = ${quoted(kind.kind)};`,
    `  declare readonly kind: ${quoted(kind.kind)};`,
    `  constructor(scope: Construct, id: string, props: ${kind.kind}Props${optional ? ' = {}' : ''}) {`,
    `    super(scope, id, { ...props, apiVersion: ${quoted(apiVersion)}, kind: ${quoted(kind.kind)} } as ApiObjectProps);`,
    '  }',
    '}',
  ].join('\n');
}
