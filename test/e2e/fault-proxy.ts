import { engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import type { LocalProcess, LocalProcessOptions } from '../../rehearsal/local-process.ts';
import { waitFor } from '../../rehearsal/wait.ts';

/** A real toxiproxy: links that may be made bad. */
export class FaultProxy {
  readonly #port: number;
  readonly #process: LocalProcess;

  private constructor(port: number, process: LocalProcess) {
    this.#port = port;
    this.#process = process;
  }

  /** @param run - starts a program beside the test */
  public static async start(run: (program: Pick<LocalProcessOptions, 'name' | 'command' | 'args'>) => LocalProcess) {
    const [port = 0] = await freePorts(1);
    const args = ['-host', '127.0.0.1', '-port', `${port}`];
    const proxy = new FaultProxy(port, run({ name: 'toxiproxy', command: engineBinary('toxiproxy'), args }));
    await waitFor(async () => (await proxy.#ask('GET', '/version').catch(() => undefined)) !== undefined || undefined, {
      what: 'toxiproxy',
      timeoutMilliseconds: 20_000,
    });
    return proxy;
  }

  /** Makes a link to a port of this machine. @returns the port at which it begins */
  public async link(name: string, upstream: number): Promise<number> {
    const [port = 0] = await freePorts(1);
    await this.#ask('POST', '/proxies', { name, listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${upstream}` });
    return port;
  }

  /** Makes a link bad in one way, by default in what comes down it. */
  public async make(
    link: string,
    type: string,
    attributes: object,
    { name = type, stream = 'downstream' }: { readonly name?: string; readonly stream?: string } = {},
  ): Promise<void> {
    await this.#ask('POST', `/proxies/${link}/toxics`, { name, type, stream, attributes });
  }

  /** Takes one of the ways in which a link is bad away. */
  public async mend(link: string, name: string): Promise<void> {
    await this.#ask('DELETE', `/proxies/${link}/toxics/${name}`);
  }

  /** Cuts a link or mends it. Everything on its way is lost. */
  public async enable(link: string, enabled: boolean): Promise<void> {
    await this.#ask('POST', `/proxies/${link}`, { enabled });
  }

  public async stop(): Promise<void> {
    await this.#process.stop();
  }

  async #ask(method: string, path: string, body?: object): Promise<string> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, { method, ...sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`toxiproxy: ${text}`);
    return text;
  }
}
