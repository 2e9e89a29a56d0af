import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import type { StagedPlatform } from '../../rehearsal/stage-platform.ts';
import { AppliedFolder } from './applied-folder.ts';
import { modelDigest, ReleasedFlowers } from './released-flowers.ts';
import { GATEWAY_API, SERVING, ServedFlowers, says, stagedPlane, TEAM } from './served-flowers.ts';
import { dryRun } from './tenancy-plane.ts';

/** Within this a rollback is in the routes (issue 6). Unit: seconds. */
const ROLLBACK_SECONDS = 10;

/** What Envoy Gateway writes when it stops telling its proxies anything. */
const FROZEN = 'skipped publishing xds resources';

const [RELEASE, MODEL] = ['plinth.dev/release', 'plinth.dev/model-digest'] as const;

describe('the releases of examples/model-release, served by KServe behind Envoy Gateway', () => {
  let plane: ControlPlane;
  let staged: StagedPlatform;
  let released: ReleasedFlowers;
  let delivery: AppliedFolder;
  let served: ServedFlowers;

  beforeAll(async () => {
    released = new ReleasedFlowers();
    ({ plane, staged } = await stagedPlane(released.file));
    delivery = new AppliedFolder(plane, released.releases);
    served = new ServedFlowers(plane);
  }, 1_800_000);

  afterAll(async () => {
    await plane?.stop();
    released?.remove();
  });

  test('find a platform whose every object was taken, and the controllers of serving', () => {
    expect(staged.rejections).toEqual([]);
    const names = staged.controllers.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['kueue', 'envoy-gateway', 'ai-gateway', 'kserve', 'keda']));
  });

  test('find a gateway that is programmed: its proxies run, their Service has an address, its hosts certificates', async () => {
    const gateway = await served.until(GATEWAY_API, 'Gateway', 'plinth', says('Programmed'), 'plinth-gateway');
    expect(gateway.status?.addresses?.map(({ value }) => value)).toEqual([expect.stringMatching(/^192\.0\.2\./)]);
  });

  test('become, once promoted, a server of that release and a route that sends everything to it', async () => {
    released.release('first');
    released.promote('--weight', '100');
    await delivery.apply();
    const { spec } = await served.until('apps/v1', 'Deployment', 'flowers-r1-predictor', says('Available'));
    const { containers } = (spec as { template: { spec: { containers: readonly { readonly image: string }[] } } })
      .template.spec;
    expect(containers.map(({ image }) => image).join(' ')).toContain('docker.io/example/sklearn@sha256:');
    await served.until(SERVING, 'InferenceService', 'flowers-r1', says('Ready'));
    await served.until('v1', 'Service', 'flowers-r1-predictor');
    expect(await served.routed({ 'flowers-r1-predictor': 100 })).toBeDefined();
  });

  test('share the requests by their weights while the next one is tried, and a header leads to it', async () => {
    released.release('second');
    released.promote('--weight', '10', '--header', 'x-canary=yes');
    await delivery.apply();
    await served.until(SERVING, 'InferenceService', 'flowers-r2', says('Ready'));
    const { rules } = await served.routed({ 'flowers-r1-predictor': 90, 'flowers-r2-predictor': 10 });
    const asked = rules.filter(({ matches = [] }) => matches.every(({ headers = [] }) => headers.length > 0));
    expect(asked.map(({ backendRefs }) => backendRefs.map(({ name }) => name))).toEqual([['flowers-r2-predictor']]);
  });

  test('leave nothing of the old one when the next one has everything', async () => {
    released.promote('--weight', '100');
    await delivery.apply();
    await served.routed({ 'flowers-r2-predictor': 100 });
    await served.gone(SERVING, 'InferenceService', 'flowers-r1');
    await served.gone('apps/v1', 'Deployment', 'flowers-r1-predictor');
  });

  test(`are back, with their weights in the route, within ${ROLLBACK_SECONDS} s of the reverted commit`, async () => {
    const begun = performance.now();
    released.revert();
    await delivery.apply();
    await served.routed({ 'flowers-r1-predictor': 90, 'flowers-r2-predictor': 10 });
    const seconds = (performance.now() - begun) / 1_000;
    console.log(`rollback in the route after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(ROLLBACK_SECONDS);
    await served.until(SERVING, 'InferenceService', 'flowers-r1', says('Ready'));
    // It says of routes that they are accepted, and would stop telling its proxies anything.
    expect(readFileSync(plane.files.log('envoy-gateway-system.envoy-gateway'), 'utf8')).not.toContain(FROZEN);
  });

  test.each([
    ['without a release', 'flowers-r1', undefined, 'first', 'plinth release promote'],
    ['under a name that nobody promoted', 'flowers-r3', 'first', 'first', 'is not one that'],
    ['of another model', 'flowers-r1', 'tampered', 'tampered', 'is not one that'],
    ['that loads another model than its release', 'flowers-r1', 'first', 'tampered', 'must end with the digest'],
    ['although it is the promoted one, which is there', 'flowers-r1', 'first', 'first', 'already exists'],
  ])('let no server in that was made by hand %s', async (_, name, claims, loads, words) => {
    const { metadata } = await served.until(SERVING, 'InferenceService', 'flowers-r1');
    const { annotations } = metadata as { readonly annotations?: Readonly<Record<string, string>> };
    const release = { [RELEASE]: annotations?.[RELEASE] ?? '' };
    const claimed = claims === undefined ? {} : { ...release, [MODEL]: modelDigest(claims) };
    const path = `/apis/${SERVING}/namespaces/${TEAM}/inferenceservices`;
    expect(await dryRun(plane, path, byHand(name, claimed, modelDigest(loads)))).toContain(words);
  });
});

/** A server that somebody applies beside the Git folder. */
function byHand(name: string, annotations: object, digest: string): object {
  const storageUri = `oci://registry.example.org/botany/flowers@${digest}`;
  return {
    apiVersion: SERVING,
    kind: 'InferenceService',
    metadata: { name, namespace: TEAM, annotations },
    spec: { predictor: { model: { modelFormat: { name: 'sklearn' }, storageUri } } },
  };
}
