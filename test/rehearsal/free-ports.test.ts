import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePorts } from '../../rehearsal/free-ports.ts';

test('free ports are all different, free, and none that systems give to outgoing connections', async () => {
  const ports = await freePorts(500);
  expect(new Set(ports).size).toBe(500);
  expect(Math.max(...ports)).toBeLessThan(32_768);
  expect(Math.min(...ports)).toBeGreaterThan(1_023);
  const [first = 0] = ports;
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(first, '127.0.0.1', resolve));
  expect(server.listening).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});
