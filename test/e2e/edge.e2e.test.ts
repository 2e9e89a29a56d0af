import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { applyAll, waitUntilServed } from '../../rehearsal/install.ts';
import { createSimulatedNodes, readyNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { edgePlatform, edgeServer } from '../edge-sample.ts';
import { rendered } from '../sample.ts';
import { definitions, uncheckedKinds } from './stand-in-crds.ts';

/** How long a site's pods may take to be placed. Unit: milliseconds. */
const PLACED_MILLISECONDS = 60_000;

const { manifests, platform } = rendered(edgePlatform({ workloads: [edgeServer({ images: { size: '1Gi' } })] }));
const objects = platform.edge?.sites.get('plant-7') ?? [];

interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
}

beforeAll(() => buildEngines(['core', 'tools']), 1_800_000);

test('the platform’s side is accepted by a real API server, without a rejected object', async () => {
  const plane = await startControlPlane();
  try {
    const unchecked = uncheckedKinds();
    // Access too: the way in of the sites stands on its gateway.
    const written = manifests
      .filter(({ object, room }) => ['access', 'edge'].includes(room) && !unchecked.includes(object.kind))
      .map(({ object }) => object);
    const kinds = new Set(written.map(({ kind }) => kind));
    expect(kinds).toContain('TLSRoute');
    const known = (await definitions()).filter(({ spec }) => kinds.has(spec.names.kind));
    expect((await applyAll(plane.client, known)).rejections).toEqual([]);
    await waitUntilServed(plane.client, known);
    expect((await applyAll(plane.client, written)).rejections).toEqual([]);
  } finally {
    await plane.stop();
  }
});

describe('a site’s own cluster', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane();
    const capacity = { cpu: '6', memory: '8Gi', 'nvidia.com/gpu': '1' };
    const nodes = ['box-0', 'box-1'].map((name) => ({ name, labels: { 'kubernetes.io/hostname': name }, capacity }));
    await createSimulatedNodes(plane.client, nodes);
    await waitFor(async () => ((await readyNodes(plane.client)).length === 2 ? true : undefined), {
      what: 'the machines of the site',
      timeoutMilliseconds: PLACED_MILLISECONDS,
    });
    // k3s brings it.
    const runtime = {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'nvidia' },
      handler: 'nvidia',
    };
    expect((await applyAll(plane.client, [runtime])).rejections).toEqual([]);
  }, 600_000);
  afterAll(() => plane?.stop());

  test('takes every object of its folder, every field known', async () => {
    // What is in a namespace may not come before it.
    const first = objects.filter(({ kind }) => kind === 'Namespace');
    for (const part of [first, objects.filter((each) => !first.includes(each))])
      expect((await applyAll(plane.client, part)).rejections).toEqual([]);
  });

  test('lets the pods into their namespaces, of which that with a port of the machine alone is not restricted', async () => {
    const deployments = objects.filter(({ kind }) => kind === 'Deployment');
    expect(deployments).toHaveLength(3);
    for (const each of deployments) {
      const answer = await tried(each, each.metadata.namespace);
      expect(answer.status, messageOf(answer)).toBe(201);
    }
    const ported = deployments.find(({ metadata }) => metadata.name === 'plinth-edge-images');
    if (ported === undefined) throw new Error('the site has images in pieces');
    const refused = messageOf(await tried(ported, 'plinth-edge'));
    expect(refused).toContain('hostPort');
    // Nothing but the port stands in the way of the restricted level.
    expect(refused).toMatch(/violates PodSecurity "restricted:latest": hostPort \([^)]*\)$/);
  });

  function tried({ spec }: KubernetesObject, namespace: string | undefined) {
    const { template } = spec as { template: { metadata: object; spec: object } };
    return plane.client.send({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/pods?dryRun=All&fieldValidation=Strict`,
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...template.metadata, name: 'tried' },
        spec: { ...template.spec, serviceAccountName: undefined },
      },
    });
  }

  test.each([
    ['plinth-edge', 'plinth-edge-agent'],
    ['plinth-edge-images', 'plinth-edge-images'],
    ['vision', 'defects'],
  ])('places the pods of %s on the machine that has the models, by the volume alone', async (namespace, name) => {
    const pods = async () => {
      const list = await plane.client.get<{ items: readonly Pod[] }>(`/api/v1/namespaces/${namespace}/pods`);
      const node = list?.items[0]?.spec.nodeName;
      return node === undefined ? undefined : list?.items;
    };
    const [pod] = await waitFor(pods, {
      what: `${name} to be placed`,
      timeoutMilliseconds: PLACED_MILLISECONDS,
      explain: async () => (await plane.kubectl(['get', 'pods,pv,pvc,events', '-A'])).stdout,
    });
    expect(pod?.spec.nodeName).toBe('box-1');
  });
});
