import { expect } from 'vitest';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { createSimulatedNodes } from '../../rehearsal/simulated-nodes.ts';
import type { Environment } from './pulumi-project.ts';

/**
 * A control plane with machines on which the platform's own programs find a place.
 *
 * @param planes - where it is noted, to be stopped at the end
 */
export async function cluster(planes: ControlPlane[]): Promise<ControlPlane> {
  const plane = await startControlPlane();
  planes.push(plane);
  const nodes = ['a', 'b', 'c'].map((zone) => ({
    name: `system-${zone}`,
    labels: { 'plinth.dev/role': 'system', 'topology.kubernetes.io/zone': `eu-west-1${zone}` },
    capacity: { cpu: '192', memory: '1Ti', pods: '500' },
  }));
  await createSimulatedNodes(plane.client, nodes);
  return plane;
}

/** Compares strictly: `toMatchObject` takes any object for an empty one. */
export async function findsNothingToDo(environment: Environment, verb: 'up' | 'refresh' | 'preview'): Promise<void> {
  const { code, steps, words } = await environment.run(verb);
  expect(code, words).toBe(0);
  expect(steps).toEqual({});
}
