import type { PlatformInput } from '../spec/platform.ts';
import { samplePlatform } from './sample.ts';
import { VISION_CI } from './workspace/release/release-sample.ts';

/** What a test says about the edge. */
export type EdgeInput = NonNullable<PlatformInput['edge']>;
/** A site of it. */
export type EdgeSiteInput = EdgeInput['sites'][number];
/** A workload of it. */
export type EdgeWorkloadInput = EdgeInput['workloads'][number];

/** Image of hub and agent. */
export const EDGE_IMAGE = `registry.example.org/platform/plinth-edge@sha256:${'a'.repeat(64)}`;
/** Image of the server. */
export const SERVER_IMAGE = `registry.example.org/vision/defects@sha256:${'b'.repeat(64)}`;

/** A site with a Jetson, a link without cuts, and room. */
export function edgeSite(change: Partial<EdgeSiteInput> = {}): EdgeSiteInput {
  return {
    name: 'plant-7',
    ring: 'canary',
    link: { bandwidth: '2Mbit' },
    nodes: [{ name: 'box-1', architecture: 'arm64', accelerator: 'nvidia-jetson-orin-nano-8gb' }],
    disk: '20Gi',
    ...change,
  };
}

/** A server of a model of 1 GiB. */
export function edgeServer(change: object = {}): EdgeWorkloadInput {
  return {
    kind: 'server',
    name: 'defects',
    team: 'vision',
    image: SERVER_IMAGE,
    accelerators: 1,
    model: { size: '1Gi', changed: 0.05 },
    ...change,
  } as EdgeWorkloadInput;
}

/** The smallest edge: a site that is sent nothing yet. */
export const SMALL_EDGE: EdgeInput = {
  image: EDGE_IMAGE,
  rings: [{ name: 'canary' }],
  sites: [edgeSite()],
  workloads: [],
};

/** A platform with two rings, three sites and one server. */
export function edgePlatform(edge: Partial<EdgeInput> = {}, change: Partial<PlatformInput> = {}): PlatformInput {
  return samplePlatform({
    delivery: { kind: 'plain' },
    target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium', apiServer: ['10.0.0.10/32'] },
    access: {
      admins: ['oidc:platform'],
      domain: 'ml.example.org',
      signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
    },
    releases: { signers: [{ kind: 'key', name: 'vision-ci', publicKey: VISION_CI.publicKey }] },
    edge: {
      image: EDGE_IMAGE,
      rings: [{ name: 'canary', healthyFor: '1h' }, { name: 'all' }],
      sites: [
        edgeSite(),
        edgeSite({
          name: 'plant-8',
          ring: 'all',
          kind: 'talos',
          link: { bandwidth: '10Mbit', cap: '5Mbit', zone: 'Europe/Berlin', windows: [{ from: '22:00', to: '05:00' }] },
        }),
        edgeSite({ name: 'plant-9', ring: 'all' }),
      ],
      workloads: [edgeServer()],
      ...edge,
    },
    ...change,
  });
}
