import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { sharedData } from '../../shared-data.ts';
import type { Got } from './fake-harbor.ts';
import type { Reply } from './fake-reply.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly maxLength?: number;
  readonly maximum?: number;
  readonly readOnly?: boolean;
}

interface Parameter extends Schema {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly schema?: Schema }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/**
 * Harbor's API description, from the data shared beside the repository, as a judge of calls.
 *
 * A schema of the type `object` that names no properties is anything, as it is for Harbor's own server (`interface{}`).
 */
export class ApiDescription {
  readonly #root: Description;

  public constructor(root: Description) {
    this.#root = root;
  }

  /** The description, where it is at hand; says a visible line where not. */
  public static find(): ApiDescription | undefined {
    const file = sharedData('upstream/apis/harbor/swagger.yaml');
    return file === undefined ? undefined : new ApiDescription(parse(readFileSync(file, 'utf8')) as Description);
  }

  /** What is wrong with a request: path, method, parameters, body. */
  public faultsOf({ body, method, path, query }: Got): string[] {
    const operation = this.#operation(method, path);
    if (operation === undefined) return [`${method} ${path}: there is no such call`];
    const parameters = (operation.parameters ?? []).map((each) => this.#followed(each) as Parameter);
    const known = new Map(parameters.filter((each) => each.in === 'query').map((each) => [each.name, each]));
    const ofQuery = Object.entries(query).flatMap(([name, value]) => {
      const parameter = known.get(name);
      if (parameter === undefined) return [`${method} ${path}: no parameter ${name}`];
      const typed = parameter.type === 'integer' ? Number(value) : value;
      return this.#faults(parameter, typed, `?${name}`);
    });
    const wanted = parameters.find((each) => each.in === 'body');
    if (wanted === undefined) return body === undefined ? ofQuery : [...ofQuery, `${method} ${path}: takes no body`];
    if (body === undefined) return wanted.required ? [...ofQuery, `${method} ${path}: wants a body`] : ofQuery;
    return [...ofQuery, ...this.#faults(wanted.schema ?? {}, body, `${method} ${path}`, true)];
  }

  /** What is wrong with an answer: status and body. */
  public faultsOfReply({ method, path }: Got, { body, status }: Reply): string[] {
    const operation = this.#operation(method, path);
    const response = operation?.responses[`${status}`];
    if (response === undefined) return [`${method} ${path}: never answers ${status}`];
    const { schema } = this.#followed(response) as { readonly schema?: Schema };
    return schema === undefined || body === undefined
      ? []
      : this.#faults(schema, body, `${status} of ${method} ${path}`);
  }

  #operation(method: string, path: string): Operation | undefined {
    const words = path.split('/');
    const fits = (form: string) => {
      const wanted = form.split('/');
      return wanted.length === words.length && wanted.every((word, at) => word.startsWith('{') || word === words[at]);
    };
    // A path without placeholders wins.
    const forms = Object.keys(this.#root.paths).filter(fits);
    const [form] = forms.sort((a, b) => a.split('{').length - b.split('{').length);
    return form === undefined ? undefined : this.#root.paths[form]?.[method.toLowerCase()];
  }

  #faults(given: Schema, value: unknown, at: string, isRequest = false): string[] {
    const schema = this.#followed(given) as Schema;
    if (value === null) return [];
    if (schema.readOnly === true && isRequest) return [`${at}: is the server’s to say`];
    const kind = kindOf(value);
    const { type } = schema;
    if (type !== undefined && type !== kind && !(type === 'number' && kind === 'integer') && !isAnything(schema))
      return [`${at}: ${kind} instead of ${type}`];
    const { maxLength = Number.POSITIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
    if (typeof value === 'string' && value.length > maxLength) return [`${at}: longer than ${maxLength}`];
    if (typeof value === 'number' && value > maximum) return [`${at}: more than ${maximum}`];
    if (Array.isArray(value))
      return value.flatMap((each, index) => this.#faults(schema.items ?? {}, each, `${at}[${index}]`, isRequest));
    if (kind !== 'object' || isAnything(schema)) return [];
    return Object.entries(value as object).flatMap(([key, inner]) => {
      const known = schema.properties?.[key];
      if (known !== undefined) return this.#faults(known, inner, `${at}.${key}`, isRequest);
      const { additionalProperties: more } = schema;
      if (more === undefined || more === false) return [`${at}.${key}: there is no such property`];
      return more === true ? [] : this.#faults(more, inner, `${at}.${key}`, isRequest);
    });
  }

  #followed(value: { readonly $ref?: string }): object {
    if (value.$ref === undefined) return value;
    let found: unknown = this.#root;
    for (const word of value.$ref.split('/').slice(1)) found = (found as Record<string, unknown>)[word];
    return this.#followed(found as { readonly $ref?: string });
  }
}

function isAnything({ additionalProperties, properties, type }: Schema): boolean {
  return (type === undefined || type === 'object') && properties === undefined && additionalProperties === undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
