import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:https';
import { join } from 'node:path';
import { vi } from 'vitest';
import { createCertificateAuthority } from '../../rehearsal/certificates/certificate-authority.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import type { EdgeWorld } from './edge-world.ts';

/**
 * A hub in another time, for one site: the clock of a program cannot be set without that of its machine, so all else is. It has
 * certificates of its time, says that time, and passes everything on.
 */
export class HubOfAnotherTime {
  public readonly port: number;
  readonly #server: Server;

  private constructor(port: number, server: Server) {
    this.port = port;
    this.#server = server;
  }

  /** @param shift - how far its time is from this machine's. Unit: milliseconds. */
  public static async start(world: EdgeWorld, site: string, shift: number): Promise<HubOfAnotherTime> {
    const identity = world.identityOf(site);
    const [cert, key, ca] = ['tls.crt', 'tls.key', 'ca.crt'].map((file) => readFileSync(join(identity, file), 'utf8'));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + shift });
    const authority = createCertificateAuthority({ commonName: 'another-time' });
    const own = authority.issue({ commonName: 'hub', hosts: ['127.0.0.1'] });
    vi.useRealTimers();
    // The site trusts its hub's authority of both times; what it is shown is of the other.
    writeFileSync(join(identity, 'ca.crt'), `${ca}\n${authority.certificate}`);
    const server = createServer({ cert: own.certificate, key: own.key, minVersion: 'TLSv1.3' }, (asked, answer) => {
      const { 'accept-encoding': _, ...headers } = asked.headers;
      const passed = request(
        { host: '127.0.0.1', port: world.hubPort, method: asked.method, path: asked.url, headers, cert, key, ca },
        (said) => {
          const parts: Buffer[] = [];
          said.on('data', (part: Buffer) => parts.push(part));
          said.on('end', () => {
            const date = new Date(Date.now() + shift);
            const body = Buffer.concat(parts);
            const plan = asked.url === '/v1/plan' && said.statusCode === 200;
            const given = plan ? JSON.stringify({ ...JSON.parse(body.toString()), now: date.toISOString() }) : body;
            const { 'content-length': length, ...kept } = said.headers;
            const size = said.statusCode === 200 ? { 'content-length': Buffer.byteLength(given) } : {};
            answer
              .writeHead(said.statusCode ?? 500, { ...kept, ...(length && size), date: date.toUTCString() })
              .end(given);
          });
        },
      );
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
    const [port = 0] = await freePorts(1);
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    return new HubOfAnotherTime(port, server);
  }

  public close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
