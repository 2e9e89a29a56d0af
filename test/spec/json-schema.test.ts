import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { platformJsonSchema } from '../../spec/json-schema.ts';
import { formsOf, type SchemaNode, tagOf } from '../../spec/schema-node.ts';

interface Property {
  readonly path: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

/** Every property at any depth, with its path. */
function propertiesOf(node: SchemaNode, path: string): Property[] {
  const inner = formsOf(node).flatMap((form) => {
    const around = form === node ? path : `${path}<${tagOf(form)?.word}>`;
    return Object.entries(form.properties ?? {}).flatMap(([key, property]) => [
      { path: `${around}.${key}`, node: property, required: form.required?.includes(key) ?? false },
      ...propertiesOf(property, `${around}.${key}`),
    ]);
  });
  const further = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  return [
    ...inner,
    ...(node.items === undefined ? [] : propertiesOf(node.items, `${path}[]`)),
    ...(further === undefined ? [] : propertiesOf(further, `${path}.*`)),
  ];
}

const SCHEMA = platformJsonSchema();
const PROPERTIES = propertiesOf(SCHEMA, '');

describe('the JSON Schema', () => {
  test('has a version, an address and a name', () => {
    expect(SCHEMA).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'https://plinth.dev/schema/v1alpha1/platform.json',
      title: 'Plinth platform',
    });
  });

  test('is plain JSON, the same each time', () => {
    expect(JSON.parse(JSON.stringify(SCHEMA))).toEqual(SCHEMA);
    expect(JSON.stringify(platformJsonSchema())).toBe(JSON.stringify(SCHEMA));
    expect(JSON.stringify(SCHEMA)).not.toMatch(/undefined|\[object|readOnly/);
  });

  test('reaches every property', () => {
    expect(PROPERTIES.length).toBeGreaterThan(130);
    expect(PROPERTIES.map(({ path }) => path)).toContain('.pools[].sharing<timeSlicing>.replicas');
    expect(PROPERTIES.map(({ path }) => path)).toContain('.overrides[].patch[]<add>.value');
  });

  test('says of every property what it is: one sentence or more, with a full stop', () => {
    expect(
      PROPERTIES.filter(({ node }) => !/^[^a-z].*[.)]$/s.test(node.description ?? '')).map(({ path }) => path),
    ).toEqual([]);
  });

  test('shows an example of every property that the property takes', () => {
    for (const { node, path } of PROPERTIES) {
      expect(node.examples, path).toHaveLength(1);
      expect(accepts(node, node.examples?.[0]), `${path} ${JSON.stringify(node.examples)}`).toBe(true);
    }
  });

  test('gives every property that may be left out a default that it takes, but for those that are then not there', () => {
    const optional = PROPERTIES.filter(({ required }) => !required);
    for (const { node, path } of optional.filter((each) => each.node.default !== undefined))
      expect(accepts(node, node.default), `${path} ${JSON.stringify(node.default)}`).toBe(true);
    expect(optional.filter(({ node }) => node.default === undefined).map(({ path }) => path)).toEqual(WITHOUT_DEFAULT);
  });

  test('says of every property without a default what leaving it out means', () => {
    const silent = PROPERTIES.filter(({ path }) => WITHOUT_DEFAULT.includes(path) && !EITHER_OR.includes(path));
    expect(silent.filter(({ node }) => !/Without it/.test(node.description ?? '')).map(({ path }) => path)).toEqual([
      '.target<existing>.note',
    ]);
  });

  test('has only patterns that editors can read', () => {
    for (const { node, path } of PROPERTIES)
      if (node.pattern !== undefined) expect(() => new RegExp(node.pattern ?? '', 'u'), path).not.toThrow();
  });

  test('refuses what nobody knows, everywhere', () => {
    const open = PROPERTIES.flatMap(({ node, path }) => formsOf(node).map((form) => ({ form, path }))).filter(
      ({ form }) => form.properties !== undefined && form.additionalProperties !== false,
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });
});

/** Where metrics of releases stand. */
const METRIC_LISTS = ['<endpoint>.metrics[]', '<endpoint>.services[].metrics[]', '<rollout>.services[].metrics[]'].map(
  (list) => `.verification.releases[]${list}`,
);

/** What may be left out, and is then not there. */
const WITHOUT_DEFAULT = [
  '.target<aws>.network.existing',
  '.target<aws>.network.existing.zones.*.controlPlane',
  '.target<aws>.lustre',
  '.target<gcp>.network.existing',
  '.target<gcp>.network.existing.project',
  '.target<gcp>.network.existing.controlPlane',
  '.target<gcp>.lustre',
  '.target<azure>.network.existing',
  '.target<digitalocean>.network.existing',
  '.target<baremetal>.loadBalancers',
  '.target<baremetal>.machines[].pool',
  '.target<baremetal>.machines[].site',
  '.target<baremetal>.machines[].mac',
  '.target<baremetal>.machines[].bmc',
  '.target<baremetal>.machines[].bmc.credentials',
  '.target<baremetal>.image',
  '.target<baremetal>.management',
  '.target<baremetal>.management.context',
  '.target<baremetal>.management.server',
  '.target<baremetal>.endpoint',
  '.target<existing>.storage.block',
  '.target<existing>.storage.shared',
  '.target<existing>.storage.objects',
  '.target<existing>.note',
  '.pools[].instance',
  '.pools[].machine',
  '.pools[].machine.accelerator',
  '.pools[].machine.usdPerHour',
  '.teams[].department',
  '.teams[].quota.*.reclaimable',
  '.teams[].quota.*.scheduling',
  '.teams[].budget',
  '.queueing.departments[].parent',
  '.training',
  '.training.largestGang',
  '.access',
  '.access.signIn<oidc>.keys',
  '.access.dns',
  '.access.dns.id',
  '.access.dns.server',
  '.access.secrets',
  '.registry',
  '.registry.image',
  '.registry.replications',
  '.registry.replications[].every',
  '.registry.replications[].kibibytesPerSecond',
  '.images',
  '.images.peers',
  '.serving',
  '.serving.endpoints',
  '.serving.endpoints[]<classic>.model',
  '.serving.endpoints[]<classic>.priority',
  '.serving.endpoints[]<language>.model',
  '.serving.endpoints[]<language>.priority',
  '.serving.endpoints[]<language>.shape<undefined>.width',
  '.serving.endpoints[]<language>.shape<undefined>.tiedEmbeddings',
  '.serving.endpoints[]<language>.shape<undefined>.latent',
  '.serving.endpoints[]<language>.shape<undefined>.sliding',
  '.serving.endpoints[]<language>.shape<undefined>.experts',
  '.serving.endpoints[]<language>.shape<undefined>.published',
  '.serving.endpoints[]<language>.precision',
  '.serving.endpoints[]<language>.accelerators',
  '.serving.endpoints[]<language>.prefill',
  '.serving.endpoints[]<language>.tokensPerMinute',
  '.releases',
  '.releases.signers[]<key>.teams',
  '.releases.signers[]<keyless>.teams',
  '.edge',
  '.edge.host',
  '.edge.sites[].link.cap',
  '.edge.sites[].link.cuts',
  '.edge.sites[].nodes[].accelerator',
  '.edge.workloads[]<server>.images',
  '.edge.workloads[]<server>.accelerator',
  '.edge.workloads[]<server>.overrides',
  '.edge.workloads[]<server>.overrides[].image',
  '.edge.workloads[]<server>.overrides[].args',
  '.edge.workloads[]<server>.overrides[].environment',
  '.edge.workloads[]<server>.overrides[].cpu',
  '.edge.workloads[]<server>.overrides[].memory',
  '.edge.workloads[]<server>.overrides[].accelerators',
  '.edge.workloads[]<container>.images',
  '.edge.workloads[]<container>.accelerator',
  '.edge.workloads[]<container>.overrides',
  '.edge.workloads[]<container>.overrides[].image',
  '.edge.workloads[]<container>.overrides[].args',
  '.edge.workloads[]<container>.overrides[].environment',
  '.edge.workloads[]<container>.overrides[].cpu',
  '.edge.workloads[]<container>.overrides[].memory',
  '.edge.workloads[]<container>.overrides[].accelerators',
  ...['.observability', '.observability.runbooks', '.observability.faults', '.observability.logs'],
  ...['.observability.traces', '.observability.store', '.observability.store.endpoint'],
  ...['.policy', '.policy.images.pullSecret', '.policy.labels[].pattern', '.policy.egress'],
  ...['.verification', '.verification.releases'],
  ...METRIC_LISTS.flatMap((list) => [
    ...(list.includes('services') ? [list.replace('metrics[]', 'traffic'), list.replace('metrics[]', 'latency')] : []),
    ...[
      'unit',
      'tolerance',
      'tolerance.relative',
      'tolerance.absolute',
      'harm',
      'harm.relative',
      'harm.absolute',
      'tail',
    ].map((field) => `${list}.${field}`),
  ]),
  '.verification.burn',
  ...['.fleet', '.fleet<manager>.workers[].pools[].vcpus', '.fleet<manager>.workers[].pools[].memoryGib'],
  '.components.*.chart',
  '.overrides[].namespace',
];
/** Of these one is there; a rule says so. */
const EITHER_OR = ['.pools[].instance', '.pools[].machine'];

function accepts(node: SchemaNode, value: unknown): boolean {
  // References lead to the definitions of the whole schema.
  const alone = { ...node, $schema: SCHEMA.$schema, definitions: SCHEMA.definitions } as Parameters<
    typeof z.fromJSONSchema
  >[0];
  return z.fromJSONSchema(alone).safeParse(value).success;
}
