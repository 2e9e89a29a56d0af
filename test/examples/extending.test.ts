import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { before, the } from '../stacks/recorded-stack.ts';
import type { Registered } from '../stacks/recording.ts';

const QUEUE = 'aws:sqs/queue:Queue';

/** The example's own program, run to its end. */
let registered: readonly Registered[];
let outputs: readonly string[];
beforeAll(() => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--no-warnings', 'test/examples/extending-program.ts'],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) throw new Error(stderr);
  ({ outputs, registered } = JSON.parse(stdout) as { outputs: string[]; registered: Registered[] });
});

describe('the part that the example adds to an environment', () => {
  test('stands below the environment, in the account and region of the spec', () => {
    const queue = the(registered, QUEUE, 'acme-prod-seat-events');
    expect(queue.urn).toContain('plinth:aws:Environment$acme:licences:SeatEvents$aws:sqs/queue:Queue');
    expect(queue.inputs['name']).toBe('acme-prod-seats');
    expect(queue.provider).toBe(the(registered, 'pulumi:providers:aws').urn);
  });

  test('hands over what only it knows, under the name that the room counts on', () => {
    const made = the(registered, 'kubernetes:core/v1:ConfigMap', 'ConfigMap:licences/seat-events');
    expect(before(registered, made)).toContain(the(registered, QUEUE, 'acme-prod-seat-events').urn);
    const namespace = the(registered, 'kubernetes:core/v1:Namespace', 'Namespace:licences');
    expect(before(registered, made)).toContain(namespace.urn);
    expect(outputs).toContain('seatEvents');
  });

  test('goes after everything that runs in the cluster', () => {
    const queue = the(registered, QUEUE, 'acme-prod-seat-events').urn;
    const objects = registered.filter(({ custom, type }) => custom && type.startsWith('kubernetes:'));
    expect(objects.length).toBeGreaterThan(1);
    for (const object of objects) expect(before(registered, object)).toContain(queue);
  });
});
