import { describe, expect, test } from 'vitest';
import { unprotectedRoutes } from '../../../constructs/access/index.ts';
import { HUB_FILE } from '../../../constructs/edge/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { folderOf } from '../../../workspace/rendered-folder.ts';
import { EDGE_IMAGE, edgePlatform, edgeServer, edgeSite, SERVER_IMAGE } from '../../edge-sample.ts';
import { objectOf, objectsOf, rendered, samplePlatform } from '../../sample.ts';

const NAMESPACE = 'plinth-edge';
const spec = (input: PlatformInput, kind: string, name: string, namespace = NAMESPACE) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what is rendered
  objectOf(input, kind, name, namespace).spec as any;

/** What the hub reads. */
function config(input: PlatformInput) {
  const { data } = objectOf(input, 'ConfigMap', 'edge-hub', NAMESPACE) as unknown as { data: Record<string, string> };
  return JSON.parse(data[HUB_FILE] ?? '');
}

const certificates = (input: PlatformInput) =>
  objectsOf(input, 'Certificate')
    .filter(({ metadata }) => metadata.namespace === NAMESPACE)
    .map(({ metadata }) => metadata.name);

describe('the room', () => {
  test('is closed unless the spec asks for it', () => {
    expect(rendered(samplePlatform()).platform.edge).toBeUndefined();
  });

  test('tells the hub of rings, sites and workloads in its own words', () => {
    const { rings, signers, sites, workloads, ...others } = config(edgePlatform());
    expect(others).toEqual({
      version: 1,
      poll: { seconds: 60, offlineAfterSeconds: 900 },
      revoked: { sites: [], serials: [], fingerprints: [], models: [] },
    });
    expect(signers.map(({ name }: { name: string }) => name)).toEqual(['vision-ci']);
    expect(rings[0]).toEqual({
      name: 'canary',
      gate: {
        healthyShare: 1,
        soakSeconds: 3_600,
        maxOfflineShare: 0.5,
        errorRate: 0.05,
        minProbes: 0,
        verdict: false,
      },
      budget: { failedSites: 0 },
    });
    expect(sites[1]).toEqual({
      name: 'plant-8',
      ring: 'all',
      link: {
        kbit: 5_000,
        zone: 'Europe/Berlin',
        windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '05:00' }],
      },
      diskBytes: 21_474_836_480,
    });
    expect(workloads).toEqual([
      {
        name: 'defects',
        sites: ['plant-7', 'plant-8', 'plant-9'],
        health: {
          url: 'http://defects.vision.svc:8080/healthz',
          startSeconds: 120,
          windowSeconds: 300,
          intervalSeconds: 10,
          failures: 3,
        },
        reload: { kind: 'deployment', namespace: 'vision', name: 'defects' },
        overrides: {},
      },
    ]);
  });

  test('tells it of servers only, and how each learns of a new model', () => {
    const container = JSON.parse(
      JSON.stringify({ ...edgeServer({ kind: 'container', name: 'reader', accelerators: 0 }), model: undefined }),
    );
    const watching = edgeServer({ reload: 'watch' });
    expect(config(edgePlatform({ workloads: [watching, container] })).workloads).toMatchObject([
      { name: 'defects', reload: { kind: 'none' } },
    ]);
    const called = config(edgePlatform({ workloads: [edgeServer({ reload: 'call', reloadPath: '/load' })] }));
    expect(called.workloads[0].reload).toEqual({ kind: 'http', url: 'http://defects.vision.svc:8080/load' });
  });

  test('tells it of images that come in pieces as a row of their own, about which nothing is asked', () => {
    const { workloads } = config(
      edgePlatform({ workloads: [edgeServer({ images: { size: '1Gi' }, sites: ['plant-7'] })] }),
    );
    expect(workloads[1]).toEqual({
      name: 'defects.images',
      sites: ['plant-7'],
      health: {},
      reload: { kind: 'none' },
      overrides: {},
    });
  });

  test('gives each site an identity, and takes one away', () => {
    expect(certificates(edgePlatform())).toEqual(['edge-hub-tls', 'site-plant-7', 'site-plant-8', 'site-plant-9']);
    const sites = [edgeSite(), edgeSite({ name: 'plant-8', ring: 'all' }), edgeSite({ name: 'lost', revoked: true })];
    const input = edgePlatform({ sites, revoked: { serials: ['3f2a9c', '0b1'] } });
    expect(certificates(input)).not.toContain('site-lost');
    expect(config(input).revoked).toEqual({ sites: ['lost'], serials: ['3f2a9c', 'b1'], fingerprints: [], models: [] });
    expect(config(input).sites.map(({ name }: { name: string }) => name)).toEqual(['plant-7', 'plant-8']);
    expect([...(rendered(input).platform.edge?.sites.keys() ?? [])]).toEqual(['plant-7', 'plant-8']);
  });

  test('certifies sites by an authority of the edge alone, as clients, by their name', () => {
    expect(spec(edgePlatform(), 'Certificate', 'site-plant-7')).toMatchObject({
      commonName: 'plant-7',
      usages: ['digital signature', 'client auth'],
      issuerRef: { kind: 'ClusterIssuer', name: 'plinth-edge' },
      duration: '8760h0m0s',
    });
    expect(spec(edgePlatform(), 'Certificate', 'edge-hub-tls')).toMatchObject({
      dnsNames: ['edge.ml.example.org'],
      usages: ['digital signature', 'server auth'],
    });
    expect(spec(edgePlatform(), 'Certificate', 'plinth-edge', 'cert-manager')).toMatchObject({ isCA: true });
  });

  test('runs one hub, restricted, without a token, that reaches nobody', () => {
    const { replicas, strategy, template } = spec(edgePlatform(), 'Deployment', 'edge-hub');
    expect([replicas, strategy.type]).toEqual([1, 'Recreate']);
    expect(template.spec.automountServiceAccountToken).toBe(false);
    expect(template.spec.containers[0]).toMatchObject({
      image: EDGE_IMAGE,
      securityContext: { readOnlyRootFilesystem: true },
    });
    expect(template.spec.containers[0].args).toContain('--objects=/var/lib/plinth-edge-store');
    expect(spec(edgePlatform(), 'NetworkPolicy', 'edge-hub-needs').egress).toEqual([]);
  });

  test('reads a store elsewhere, with a header that is nowhere in Git', () => {
    const input = edgePlatform({ store: { kind: 'address', url: 'https://s3.example.org:9000/edge', signed: true } });
    const { args } = spec(input, 'Deployment', 'edge-hub').template.spec.containers[0];
    expect(args).toContain('--objects=https://s3.example.org:9000/edge');
    expect(args).toContain('--objects-header-file=/etc/plinth-edge/store/header');
    const { egress } = spec(input, 'NetworkPolicy', 'edge-hub-needs');
    expect(egress.at(-1).ports).toEqual([{ protocol: 'TCP', port: 9_000 }]);
    expect(rendered(input).platform.rooms.flatMap((room) => room.external)).toContainEqual(
      expect.objectContaining({ name: 'edge-store', namespace: NAMESPACE, keys: ['header'], given: true }),
    );
  });
});

describe('the way in', () => {
  test('is passed on, so that the certificate ends at the hub', () => {
    const { listeners } = spec(edgePlatform(), 'Gateway', 'plinth', 'plinth-gateway');
    const listener = listeners.find(({ protocol }: { protocol: string }) => protocol === 'TLS');
    expect(listener).toMatchObject({ hostname: 'edge.ml.example.org', port: 443, tls: { mode: 'Passthrough' } });
    const route = spec(edgePlatform(), 'TLSRoute', 'edge', 'plinth-gateway');
    expect(route.parentRefs[0].sectionName).toBe(listener.name);
    expect(route.rules).toEqual([{ backendRefs: [{ name: 'edge-hub', namespace: NAMESPACE, port: 8_443 }] }]);
    expect(spec(edgePlatform(), 'SecurityPolicy', `passing-${listener.name}`, 'plinth-gateway')).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'plinth', sectionName: listener.name }],
      authorization: { defaultAction: 'Allow' },
    });
  });

  test('lets in nobody unasked', () => {
    const objects = rendered(edgePlatform()).manifests.map(({ object }) => object);
    expect(unprotectedRoutes(objects)).toEqual([]);
    const bare = objects.map((object) =>
      object.kind === 'TLSRoute' ? { ...object, metadata: { ...object.metadata, annotations: {} } } : object,
    );
    expect(unprotectedRoutes(bare).map(({ object }) => object)).toEqual(['TLSRoute plinth-gateway/edge']);
    const toTeam = objects.map((object) =>
      object.kind === 'TLSRoute'
        ? { ...object, spec: { rules: [{ backendRefs: [{ name: 'x', namespace: 'vision' }] }] } }
        : object,
    );
    expect(unprotectedRoutes(toTeam).map(({ object }) => object)).toEqual(['TLSRoute plinth-gateway/edge']);
  });
});

test('the Git folder has a folder for each site, and one for rollouts that is written once', () => {
  const { spec: parsed } = parsePlatform(edgePlatform());
  const { platform } = rendered(edgePlatform());
  const { files, seeds } = folderOf(platform, { spec: parsed, facts: targetFacts(parsed) });
  expect([...files.keys()].filter((path) => /^(edge|releases)\//.test(path)).sort()).toEqual([
    'edge/plant-7/kustomization.yaml',
    'edge/plant-7/site.yaml',
    'edge/plant-8/kustomization.yaml',
    'edge/plant-8/site.yaml',
    'edge/plant-9/kustomization.yaml',
    'edge/plant-9/site.yaml',
    'releases/kustomization.yaml',
  ]);
  expect(files.get('releases/kustomization.yaml')).toContain('- ./plinth-edge');
  expect([...seeds.keys()]).toEqual(['releases/plinth-edge/kustomization.yaml', 'releases/plinth-edge/rollouts.yaml']);
  expect(platform.edge?.images).toEqual([EDGE_IMAGE, SERVER_IMAGE].sort());
});
