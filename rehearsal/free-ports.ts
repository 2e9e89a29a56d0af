import { type AddressInfo, createServer, type Server } from 'node:net';

/**
 * Finds `count` free TCP ports on the loopback interface, all different.
 *
 * All are held open until the last is found. Somebody else may still take one before it is used; who starts a server
 * on it must look whether it came up.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
