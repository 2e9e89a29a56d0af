import { describe, expect, it } from 'vitest';
import { readCustomResources } from '../../tools/import-crds/custom-resource.ts';
import { customResourceFile } from '../../tools/import-crds/custom-resource-file.ts';
import type { JsonSchema } from '../../tools/import-crds/json-schema.ts';
import { kubernetesFile } from '../../tools/import-crds/kubernetes-file.ts';
import { readKubernetes } from '../../tools/import-crds/kubernetes-openapi.ts';
import { sharedTypes } from '../../tools/import-crds/shared-types.ts';
import { crdYaml, kubernetes, openApi, podTemplate, text, versionedCrdYaml, wanted } from './crd-fixture.ts';

const origin = { from: 'bakery.test/bakery@v1.2.3', files: [{ path: 'crds/oven.yaml', sha256: 'abc' }] };

function generated(...yaml: readonly string[]): string {
  const resources = yaml.flatMap((file) => readCustomResources(file));
  return customResourceFile([origin], resources, sharedTypes(kubernetes));
}

function object(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', required, properties };
}

const number: JsonSchema = { type: 'integer' };

describe('a generated field', () => {
  const spec = object(
    {
      degrees: number,
      fuel: { type: 'string', enum: ['Gas', 'Wood'] },
      door: { type: 'string', allOf: [{ enum: ['Left', 'Right', 'Top'] }, { enum: ['Left', 'Top'] }] },
      level: { type: 'integer', enum: [1, 2] },
      share: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
      flour: { pattern: '^[0-9]+([numkMGTPE])?$', 'x-kubernetes-int-or-string': true },
      notes: { type: 'object', additionalProperties: text },
      extra: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      anything: { 'x-kubernetes-preserve-unknown-fields': true },
      closed: { type: 'object' },
      'side-door': { type: 'boolean' },
      until: { type: 'string', nullable: true },
      racks: { type: 'array', items: { type: 'string', enum: ['Top', 'Bottom'] } },
      owner: object({ name: text }, ['name']),
    },
    ['degrees'],
  );
  const code = generated(crdYaml('Oven', spec));

  it.each([
    ['is required where the schema demands it', 'readonly degrees: number;'],
    ['is a union of the values of an enumeration', "readonly fuel?: 'Gas' | 'Wood';"],
    ['has only the values that all parts of an enumeration allow', "readonly door?: 'Left' | 'Top';"],
    ['may be a union of numbers', 'readonly level?: 1 | 2;'],
    ['is a number or a string where both are allowed', 'readonly share?: IntOrString;'],
    ['is a quantity where the pattern is that of one', 'readonly flour?: Quantity;'],
    ['is a record where any name is allowed', 'readonly notes?: Readonly<Record<string, string>>;'],
    ['keeps unknown properties where the schema does', 'readonly extra?: Readonly<Record<string, unknown>>;'],
    ['may be any JSON', 'readonly anything?: unknown;'],
    ['takes nothing where the schema would drop everything', 'readonly closed?: Readonly<Record<string, never>>;'],
    ['is quoted where its name is no identifier', "readonly 'side-door'?: boolean;"],
    ['may be null where the schema says so', 'readonly until?: string | null;'],
    ['has brackets around a union in a list', "readonly racks?: readonly ('Top' | 'Bottom')[];"],
    ['holds a small object without a name of its own', 'readonly owner?: { readonly name: string };'],
  ])('%s', (_, line) => {
    expect(code).toContain(`  ${line}\n`);
  });

  it('says nothing of what upstream wrote about it', () => {
    expect(code).not.toContain('PROSE');
  });
});

describe('a generated kind', () => {
  const code = generated(
    crdYaml('ClusterOven', object({ degrees: number, name: text }), {
      handler: text,
      rules: { type: 'array', items: text },
    }),
  );

  it('is a class with its version and scope', () => {
    expect(code).toContain(
      '/** bakery.test/v1 ClusterOven, cluster-scoped. */\nexport class ClusterOven extends ApiObject {',
    );
    expect(code).toContain("static readonly apiVersion = 'bakery.test/v1';");
    expect(generated(crdYaml('Oven', object({})))).toContain('/** bakery.test/v1 Oven, namespaced. */');
  });

  it('has its top-level properties as props, without status and type metadata', () => {
    expect(code).toContain(
      [
        'export interface ClusterOvenProps {',
        '  readonly metadata?: ObjectMeta;',
        '  readonly handler?: string;',
        '  readonly rules?: readonly string[];',
        '  readonly spec?: ClusterOvenSpec;',
        '}',
      ].join('\n'),
    );
  });

  it('needs no props where nothing is required, and needs them otherwise', () => {
    expect(code).toContain('props: ClusterOvenProps = {})');
    const schema = object({ spec: object({ degrees: number, name: text }) }, ['spec']);
    const strict = generated(versionedCrdYaml('Oven', [{ name: 'v1', storage: true, schema }]));
    expect(strict).toContain('props: OvenProps)');
  });
});

describe('the version that is generated', () => {
  const versions = [
    { name: 'v1', storage: true, schema: object({ spec: object({ stored: text, other: text }) }) },
    { name: 'v2', storage: false, schema: object({ spec: object({ served: text, other: text }) }) },
  ];
  const yaml = versionedCrdYaml('Oven', versions);

  it('is the stored one', () => {
    expect(readCustomResources(yaml).map(({ version }) => version)).toEqual(['v1']);
  });

  it('is another one where the source names it', () => {
    expect(readCustomResources(yaml, { Oven: 'v2' }).map(({ version }) => version)).toEqual(['v2']);
  });

  it('must exist', () => {
    expect(() => readCustomResources(yaml, { Oven: 'v3' })).toThrow('Oven.bakery.test has no version v3');
  });
});

describe('a pod template inside a CRD', () => {
  it('is the shared type', () => {
    const code = generated(crdYaml('Oven', object({ degrees: number, template: podTemplate() })));
    expect(code).toContain('readonly template?: PodTemplateSpec;');
    expect(code).toContain("import type { ObjectMeta, PodTemplateSpec } from './kubernetes.gen.ts';");
    expect(code).not.toContain('containers');
  });

  it('is the shared type in an older form too', () => {
    const code = generated(crdYaml('Oven', object({ degrees: number, template: podTemplate(['hostname']) })));
    expect(code).toContain('readonly template?: PodTemplateSpec;');
  });

  it('is a type of its own where it has too little of the shared one', () => {
    const few = ['hostname', 'nodeName', 'subdomain', 'schedulerName', 'priorityClassName'];
    const code = generated(crdYaml('Oven', object({ degrees: number, template: podTemplate(few) })));
    expect(code).toContain('readonly template?: OvenTemplate;');
  });

  it('is a type of its own where it demands less than the shared one', () => {
    const code = generated(crdYaml('Oven', object({ degrees: number, template: podTemplate([], []) })));
    expect(code).toContain('readonly template?: OvenTemplate;');
  });
});

describe('equal types', () => {
  const rack = object({ height: number, width: number });

  it('are merged and named after what their paths end with', () => {
    const lower = object({ rack, size: number });
    const code = generated(crdYaml('Oven', object({ upper: object({ rack, colour: text }), lower })));
    expect(code.match(/export interface OvenRack /g)).toHaveLength(1);
    expect(code.match(/readonly rack\?: OvenRack;/g)).toHaveLength(2);
  });

  it('are merged across kinds, and an equal spec keeps its own name', () => {
    const spec = object({ racks: { type: 'array', items: rack }, degrees: number });
    const code = generated(crdYaml('Oven', spec), crdYaml('ClusterOven', spec));
    expect(code).toContain('readonly racks?: readonly OvenRack[];');
    expect(code).toContain('export type ClusterOvenSpec = OvenSpec;');
    expect(code).not.toContain('interface ClusterOvenRack');
  });

  it('stay apart where they differ, under the whole path if need be', () => {
    const template = object({
      spec: object({ rack: object({ depth: number, width: number }), other: text }),
      name: text,
    });
    const code = generated(crdYaml('Oven', object({ rack, template })));
    expect(code).toContain('export interface OvenRack {\n  readonly height?: number;');
    expect(code).toContain('export interface OvenTemplateSpecRack {\n  readonly depth?: number;');
  });
});

describe('a generated file', () => {
  const spec = object({ rack: object({ height: number, width: number }), degrees: number });
  const turned = object({ degrees: number, rack: object({ width: number, height: number }) });

  it('begins with what it was made from', () => {
    const lines = generated(crdYaml('Oven', spec)).split('\n');
    expect(lines[0]).toBe('// Generated by tools/import-crds from bakery.test/bakery@v1.2.3; do not edit.');
    expect(lines[1]).toBe('// sha256:abc crds/oven.yaml');
  });

  it('has the same bytes for the same input, in whatever order its properties stand', () => {
    expect(generated(crdYaml('Oven', spec))).toBe(generated(crdYaml('Oven', spec)));
    expect(generated(crdYaml('Oven', turned))).toBe(generated(crdYaml('Oven', spec)));
  });

  it('is refused where two types would have one name', () => {
    expect(() => generated(crdYaml('Oven', spec), crdYaml('Oven', spec))).toThrow('two types are called Oven');
  });
});

describe('the generated Kubernetes', () => {
  const code = kubernetesFile([origin], kubernetes);

  it('has each definition once, and a class for each wanted kind', () => {
    expect(code).toContain('readonly containers: readonly Container[];');
    expect(code).toContain('/** v1 Crate, namespaced. */');
    expect(code).toContain('readonly template?: PodTemplateSpec;');
  });

  it('leaves out the metadata that only the API server writes', () => {
    expect(code).toContain('readonly labels?: Readonly<Record<string, string>>;');
    expect(code).not.toMatch(/generation|uid/);
  });

  it('does not depend on the order of the document', () => {
    const definitions = Object.fromEntries(Object.entries(openApi.definitions).reverse());
    expect(kubernetesFile([origin], readKubernetes({ ...openApi, definitions }, wanted))).toBe(code);
  });
});
