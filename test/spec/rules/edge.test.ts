import { describe, expect, test } from 'vitest';
import { edgeArrival } from '../../../spec/edge-arrival.ts';
import { edgeLink } from '../../../spec/edge-link.ts';
import { workloadAt } from '../../../spec/edge-placement.ts';
import type { Finding } from '../../../spec/finding.ts';
import { PlatformError } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { type EdgeInput, edgePlatform, edgeServer, edgeSite } from '../../edge-sample.ts';

function findings(input: PlatformInput): readonly Finding[] {
  try {
    return parsePlatform(input).findings;
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

/** Codes with their places. */
const places = (edge: Partial<EdgeInput>, change: Partial<PlatformInput> = {}) =>
  findings(edgePlatform(edge, change)).map(({ at, code }) => `${code} ${at}`);

const problem = (edge: Partial<EdgeInput>) => findings(edgePlatform(edge)).map((each) => each.problem)[0];
const canary = (change: Parameters<typeof edgeSite>[0], others: Partial<EdgeInput> = {}) => ({
  rings: [{ name: 'canary' }],
  sites: [edgeSite(change)],
  ...others,
});

describe('an edge', () => {
  test('that is right has no findings', () => {
    expect(findings(edgePlatform())).toEqual([]);
  });

  test('needs a way in, at a host that no other part has', () => {
    expect(places({}, { access: undefined })).toEqual(['EDGE_ACCESS_MISSING edge']);
    expect(places({ host: 'argocd.ml.example.org' })).toEqual(['EDGE_HOST_TAKEN edge.host']);
  });

  test('needs somebody who signs models with a key, for the team', () => {
    const signer = { kind: 'key', name: 'ci', teams: ['speech'] } as const;
    const { releases } = edgePlatform();
    const publicKey = releases?.signers[0]?.kind === 'key' ? releases.signers[0].publicKey : '';
    const none = 'EDGE_SIGNER_MISSING edge.workloads[0].team';
    expect(places({}, { releases: undefined })).toEqual([none]);
    expect(places({}, { releases: { signers: [{ ...signer, publicKey }] } })).toEqual([none]);
    expect(places({}, { releases: { signers: [{ ...signer, publicKey, teams: ['vision'] }] } })).toEqual([]);
  });

  test('lets signers be there without serving', () => {
    expect(places({})).not.toContain('RELEASES_SERVING_MISSING releases');
  });
});

describe('names', () => {
  test('stand once: two sites of one name would share an identity', () => {
    const found = findings(edgePlatform(canary({}, { sites: [edgeSite(), edgeSite()] })));
    expect(found.map(({ at, code }) => [code, at])).toEqual([['EDGE_NAME_TWICE', 'edge.sites[1].name']]);
    expect(found[0]?.problem).toContain('the same identity');
  });

  test('stand once for rings, workloads, machines and what differs', () => {
    const nodes = [1, 2].map(() => ({ name: 'box-1', architecture: 'arm64' as const }));
    const overrides = [{ site: 'plant-7' }, { site: 'plant-7' }];
    expect(
      places({
        rings: [{ name: 'canary' }, { name: 'canary' }],
        sites: [edgeSite({ nodes })],
        workloads: [edgeServer({ overrides, accelerators: 0 }), edgeServer({ accelerators: 0 })],
      }),
    ).toEqual([
      'EDGE_NAME_TWICE edge.rings[1].name',
      'EDGE_NAME_TWICE edge.workloads[1].name',
      'EDGE_NAME_TWICE edge.workloads[0].overrides[1].site',
      'EDGE_NAME_TWICE edge.sites[0].nodes[1].name',
    ]);
  });

  test('lead to rings, teams and sites that there are', () => {
    expect(
      places(canary({ ring: 'canari' }, { workloads: [edgeServer({ team: 'visio', sites: ['plant-70'] })] })),
    ).toEqual(
      expect.arrayContaining([
        'EDGE_RING_UNKNOWN edge.sites[0].ring',
        'EDGE_TEAM_UNKNOWN edge.workloads[0].team',
        'EDGE_SITE_UNKNOWN edge.workloads[0].sites[0]',
      ]),
    );
    expect(places({ workloads: [edgeServer({ overrides: [{ site: 'plant-1' }] })] })).toEqual([
      'EDGE_SITE_UNKNOWN edge.workloads[0].overrides[0].site',
    ]);
  });
});

describe('a ring', () => {
  test('has sites, and those whose identity was taken away do not count', () => {
    const rings = [{ name: 'canary' }, { name: 'all' }];
    expect(places({ rings, sites: [edgeSite()] })).toEqual(['EDGE_RING_EMPTY edge.rings[1]']);
    expect(places(canary({ revoked: true }))).toEqual(['EDGE_RING_EMPTY edge.rings[0]']);
  });

  test('has a budget smaller than itself', () => {
    expect(places({ ...canary({}), rings: [{ name: 'canary', failureBudget: 1 }] })).toEqual([
      'EDGE_RING_BUDGET edge.rings[0].failureBudget',
    ]);
    expect(places({ rings: [{ name: 'canary' }, { name: 'all', failureBudget: 1 }] })).toEqual([]);
  });
});

describe('machines', () => {
  const nodes = (architecture: 'amd64' | 'arm64', accelerator?: string) => ({
    nodes: [{ name: 'box-1', architecture, ...(accelerator === undefined ? {} : { accelerator }) }],
  });

  test('have accelerators of the catalogue, with the processor that they come with', () => {
    expect(places(canary(nodes('arm64', 'nvidia-jetson-orin-nano')))).toEqual([
      'EDGE_ACCELERATOR_UNKNOWN edge.sites[0].nodes[0].accelerator',
    ]);
    expect(places(canary(nodes('amd64', 'nvidia-jetson-orin-nano-8gb')))).toEqual([
      'EDGE_ARCHITECTURE_WRONG edge.sites[0].nodes[0].architecture',
    ]);
    expect(places(canary(nodes('amd64', 'nvidia-l4')))).toEqual([]);
    expect(places(canary(nodes('arm64', 'huawei-ascend-310b')))).toEqual([]);
  });

  test('have the architecture of the image, where models lie', () => {
    const workloads = [edgeServer({ architectures: ['arm64'] })];
    expect(places(canary(nodes('amd64', 'nvidia-l4'), { workloads }))).toEqual([
      'EDGE_ARCHITECTURE_MISSING edge.sites[0].nodes',
    ]);
    const two = { nodes: [...nodes('amd64', 'nvidia-l4').nodes, { name: 'box-2', architecture: 'arm64' as const }] };
    expect(places(canary(two, { workloads }))).toEqual(['EDGE_ARCHITECTURE_MISSING edge.sites[0].nodes']);
    const container = {
      ...edgeServer({ architectures: ['arm64'], accelerators: 0, kind: 'container' }),
      model: undefined,
    };
    expect(places(canary(two, { workloads: [JSON.parse(JSON.stringify(container))] }))).toEqual([]);
  });

  test('have the accelerators that workloads take, enough for all servers', () => {
    expect(places(canary(nodes('arm64')))).toEqual(['EDGE_ACCELERATOR_MISSING edge.sites[0].nodes']);
    const wanted = [edgeServer({ accelerator: 'huawei-ascend-310p' })];
    expect(places(canary({}, { workloads: wanted }))).toEqual(['EDGE_ACCELERATOR_MISSING edge.sites[0].nodes']);
    const two = [edgeServer(), edgeServer({ name: 'scratches' })];
    expect(places(canary({}, { workloads: two }))).toEqual(['EDGE_ACCELERATOR_FEW edge.sites[0].nodes[0].count']);
    const without = [edgeServer({ overrides: [{ site: 'plant-7', accelerators: 0 }] })];
    expect(places(canary(nodes('arm64'), { workloads: without }))).toEqual([]);
  });
});

describe('the disk', () => {
  test('holds the active models, those before, and the largest that comes', () => {
    const workloads = [
      edgeServer({ accelerators: 0 }),
      edgeServer({ accelerators: 0, name: 'b', model: { size: '2Gi' } }),
    ];
    expect(places(canary({ disk: '8Gi' }, { workloads }))).toEqual([]);
    expect(places(canary({ disk: '7Gi' }, { workloads }))).toEqual(['EDGE_DISK_SMALL edge.sites[0].disk']);
    expect(problem(canary({ disk: '7Gi' }, { workloads }))).toBe(
      '7Gi is too little: active and previous models take 6Gi, the one that comes 2Gi, together 8Gi',
    );
  });
});

describe('the link', () => {
  test('never carries a model where no time without a break is long enough for its largest piece', () => {
    const link = { bandwidth: '64kbit', cuts: { every: '40s', last: '10s' } } as const;
    expect(places(canary({ link }))).toEqual(['EDGE_MODEL_NEVER edge.sites[0].link']);
    expect(problem(canary({ link }))).toBe(
      'defects never comes: its largest piece, 262,144 bytes, takes 33 s at 64 kbit/s, and 30 s is the longest without a break (a cut every 40 s for 10 s)',
    );
    const shut = { bandwidth: '10kbit', windows: [{ from: '22:00', to: '22:03' }] } as const;
    expect(problem(canary({ link: shut }))).toContain('takes 210 s at 10 kbit/s, and the longest window is 180 s');
  });

  test('that is slow says so with the arithmetic', () => {
    const windows = [{ days: ['sat', 'sun'] as const, from: '22:00', to: '23:00' }];
    const link = {
      bandwidth: '1Mbit',
      cap: '64kbit',
      windows: windows.map((each) => ({ ...each, days: [...each.days] })),
      cuts: { every: '2m', last: '30s' },
    } as const;
    expect(places(canary({ link }))).toEqual(['EDGE_MODEL_LATE edge.sites[0].link']);
    expect(problem(canary({ link }))).toBe(
      'defects needs 16 days and should need 7: 53,687,091 bytes (5 % of 1Gi, the rest is there already) at 64 kbit/s, in windows of 7,200 s a week, of which cuts (every 120 s for 30 s) leave 47.7 %',
    );
  });

  test('reckons: bytes, speed, windows and cuts', () => {
    const plain = edgeArrival(edgeLink.parse({ bandwidth: '8kbit' }), 1_000);
    expect(plain).toMatchObject({ kbit: 8, weekSeconds: 604_800, useful: 1 });
    expect((plain.days ?? 0) * 86_400).toBeCloseTo(1 / 0.9, 9);
    const night = edgeLink.parse({ bandwidth: '2Mbit', windows: [{ days: ['sun'], from: '22:00', to: '05:00' }] });
    expect(edgeArrival(night, 1)).toMatchObject({ weekSeconds: 25_200, longestSeconds: 25_200 });
    const twice = edgeLink.parse({
      bandwidth: '2Mbit',
      windows: [
        { days: ['mon'], from: '08:00', to: '10:00' },
        { days: ['mon'], from: '09:00', to: '11:00' },
      ],
    });
    expect(edgeArrival(twice, 1)).toMatchObject({ weekSeconds: 10_800, longestSeconds: 10_800 });
    const cut = edgeArrival(edgeLink.parse({ bandwidth: '2Mbit', cuts: { every: '1m', last: '5s' } }), 1);
    expect(cut.useful).toBeCloseTo((60 - 5 - 1.048576) / 60, 9);
    const day = edgeLink.parse({ bandwidth: '1Gbit', windows: [{ from: '00:00', to: '00:00' }] });
    expect(edgeArrival(day, 1)).toMatchObject({ weekSeconds: 604_800, longestSeconds: 604_800 });
  });

  test('has a zone of the list, and times of day', () => {
    const form = (link: object) => edgeLink.safeParse({ bandwidth: '2Mbit', ...link }).success;
    expect(form({ zone: 'Europe/Berlin' })).toBe(true);
    expect(form({ zone: 'Europe/Nowhere' })).toBe(false);
    expect(form({ windows: [{ from: '24:00', to: '05:00' }] })).toBe(false);
    expect(form({ bandwidth: '2MB' })).toBe(false);
  });
});

describe('KubeEdge', () => {
  test('is taken, with a word about its Kubernetes', () => {
    const found = findings(edgePlatform(canary({ kind: 'kubeedge' })));
    expect(found.map(({ code, level }) => [code, level])).toEqual([['EDGE_KUBEEDGE_OLD', 'warning']]);
    expect(found[0]?.problem).toContain('1.30 to 1.32');
  });
});

test('a workload at a site has what differs there, and the rest as it is', () => {
  const { spec } = parsePlatform(
    edgePlatform({
      workloads: [
        edgeServer({
          environment: { A: '1', B: '2' },
          overrides: [{ site: 'plant-7', memory: '2Gi', environment: { B: '3' } }],
        }),
      ],
    }),
  );
  const [workload] = spec.edge?.workloads ?? [];
  if (workload === undefined) throw new Error('the sample has a workload');
  expect(workloadAt(workload, 'plant-7')).toMatchObject({ memory: 2, environment: { A: '1', B: '3' }, cpu: '1' });
  expect(workloadAt(workload, 'plant-8')).toBe(workload);
});

describe('images that come in pieces', () => {
  const carried = (images: object, change: object = {}) => [edgeServer({ images, ...change })];

  test('take room beside models, by the same arithmetic', () => {
    const workloads = carried({ size: '2Gi' });
    expect(places(canary({ disk: '8Gi' }, { workloads }))).toEqual([]);
    expect(problem(canary({ disk: '7Gi' }, { workloads }))).toBe(
      '7Gi is too little: active and previous models and images take 6Gi, the one that comes 2Gi, together 8Gi',
    );
  });

  test('never come where no time without a break is long enough for one piece', () => {
    const link = { bandwidth: '2Mbit', cuts: { every: '61s', last: '60s' } } as const;
    const workloads = carried({ size: '2Gi' });
    expect(places(canary({ link }, { workloads }))).toEqual([
      'EDGE_MODEL_NEVER edge.sites[0].link',
      'EDGE_IMAGES_NEVER edge.sites[0].link',
    ]);
    const [, images] = findings(edgePlatform(canary({ link }, { workloads })));
    expect(images?.problem).toBe(
      'images of defects never come: their largest piece, 262,144 bytes, takes 2 s at 2,000 kbit/s, and 1 s is the longest without a break (a cut every 61 s for 60 s)',
    );
  });

  test('come late, with the arithmetic, unless layers stay', () => {
    const workloads = carried({ size: '40Gi', within: '2d' }, { model: { size: '1Gi', changed: 0.05 } });
    const site = { disk: '200Gi', link: { bandwidth: '2Mbit' } } as const;
    const [late] = findings(edgePlatform(canary(site, { workloads })));
    expect([late?.code, late?.level]).toEqual(['EDGE_IMAGES_LATE', 'warning']);
    expect(late?.problem).toMatch(/^images of defects need 3 days and should need 2: .*\(100 % of 40Gi,/);
    expect(places(canary(site, { workloads: carried({ size: '40Gi', changed: 0.05, within: '2d' }) }))).toEqual([]);
  });

  test('are signed, also those of a container', () => {
    const container = JSON.parse(
      JSON.stringify({
        ...edgeServer({ kind: 'container', accelerators: 0, images: { size: '1Gi' } }),
        model: undefined,
      }),
    );
    const given = findings(edgePlatform({ workloads: [container] }, { releases: undefined }));
    expect(given.map(({ code }) => code)).toEqual(['EDGE_SIGNER_MISSING']);
    expect(given[0]?.problem).toContain('sign images of vision');
  });

  test('do not come to machines of KubeEdge, whose runtime is not told of them', () => {
    const at = canary({ kind: 'kubeedge' }, { workloads: carried({ size: '1Gi' }) });
    expect(places(at)).toContain('EDGE_IMAGES_KUBEEDGE edge.sites[0].kind');
  });
});
