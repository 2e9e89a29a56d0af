import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Ports to choose from: below those that systems give to outgoing connections, which come and go by the hundred in a rehearsal. */
const RANGE = { from: 16_384, to: 32_768 } as const;

/** How often a port that somebody has is passed over before it is said. */
const ATTEMPTS = 100;

/**
 * Finds `count` free TCP ports on the loopback interface, all different, by chance, so that rehearsals side by side do not choose the same.
 *
 * All are held open until the last is found. Somebody else may still take one before it is used; who starts a server
 * on it must look whether it came up.
 *
 * @throws {Error} if a hundred ports in a row are taken.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  await Promise.all(servers.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return servers.map(({ port }) => port);
}

async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = randomInt(RANGE.from, RANGE.to);
    try {
      return { server: await listenOn(port), port };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === ATTEMPTS) throw error;
    }
  }
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
