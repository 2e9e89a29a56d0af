import { AppliedFolder } from '../test/e2e/applied-folder.ts';
import { ReleasedFlowers } from '../test/e2e/released-flowers.ts';
import { ServedFlowers, stagedPlane } from '../test/e2e/served-flowers.ts';

/**
 * Real seconds from the revert of a promotion's commit until the endpoint's route has the weights of before and its gateway
 * took them, with the real controllers of KServe and Envoy Gateway.
 */
export async function rollbackSeconds(): Promise<number> {
  const released = new ReleasedFlowers();
  const { plane } = await stagedPlane(released.file);
  try {
    const delivery = new AppliedFolder(plane, released.releases);
    const served = new ServedFlowers(plane);
    for (const [seed, weight] of [
      ['first', 100],
      ['second', 10],
    ] as const) {
      released.release(seed);
      released.promote('--weight', `${weight}`);
      await delivery.apply();
    }
    await served.routed({ 'flowers-r1-predictor': 90, 'flowers-r2-predictor': 10 });
    const begun = performance.now();
    released.revert();
    await delivery.apply();
    await served.routed({ 'flowers-r1-predictor': 100 });
    return Math.round((performance.now() - begun) / 100) / 10;
  } finally {
    await plane.stop();
    released.remove();
  }
}

if (import.meta.main) console.log(await rollbackSeconds());
