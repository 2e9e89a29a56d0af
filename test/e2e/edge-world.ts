import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../../rehearsal/certificates/certificate-authority.ts';
import { engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { LocalProcess } from '../../rehearsal/local-process.ts';
import { Reaper } from '../../rehearsal/reaper.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { type EdgeModel, type Publishing, publishedModel } from './edge-models.ts';
import type { EdgeRollout, EdgeSite, HubStatus } from './edge-status.ts';

const WORKLOAD = 'defects';

/** A hub, a chunk store, sites behind a bad link and what they serve: all real, all on this machine. */
export class EdgeWorld {
  public readonly home = mkdtempSync(join(tmpdir(), 'plinth-edge-'));
  public readonly objects = join(this.home, 'objects');
  public readonly key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** Models that a site's server is unwell with. */
  public readonly unwell = new Set<string>();
  public sites: EdgeSite[] = [];
  public rollouts: EdgeRollout[] = [];
  /** Keys that the hub takes and no site has. */
  public hubSigners: Readonly<Record<string, KeyObject>> = {};
  /** Probes in a row that may fail. */
  public patience = 2;
  public revoked: { sites?: string[]; models?: string[] } = {};
  public readonly models = new Map<string, EdgeModel>();
  public rings: readonly string[] = ['first', 'rest'];
  public gate: Record<string, unknown> = { healthyShare: 1, soakSeconds: 1, maxOfflineShare: 0.5 };
  private readonly reaper = new Reaper(this.home, 'remove');
  private readonly authority: CertificateAuthority = createCertificateAuthority({ commonName: 'plinth-edge' });
  private readonly agents = new Map<string, LocalProcess>();
  private hub: LocalProcess | undefined;
  private server: Server | undefined;
  private ports = { hub: 0, metrics: 0, proxy: 0, toxic: 0, health: 0 };
  private toxiproxy: LocalProcess | undefined;

  /** Starts hub and proxy; sites are started one by one. */
  public async start(): Promise<void> {
    const [hub = 0, metrics = 0, proxy = 0, toxic = 0, health = 0] = await freePorts(5);
    this.ports = { hub, metrics, proxy, toxic, health };
    mkdirSync(join(this.objects, 'chunks'), { recursive: true });
    mkdirSync(join(this.objects, 'index'), { recursive: true });
    this.identity('hub', { commonName: 'hub', hosts: ['127.0.0.1', 'localhost'] });
    mkdirSync(join(this.home, 'signers'));
    writeFileSync(join(this.home, 'signers/trusted.pub'), pem(this.key.publicKey));
    this.server = createServer((request, response) => {
      const site = request.url?.slice(1) ?? '';
      response.writeHead(this.unwell.has(this.activeOf(site)) ? 500 : 200).end();
    }).listen(health, '127.0.0.1');
    this.writeConfig();
    this.startHub();
    this.toxiproxy = this.run('toxiproxy', engineBinary('toxiproxy'), ['-host', '127.0.0.1', '-port', `${toxic}`]);
    await waitFor(async () => (await this.toxic('GET', '/version').catch(() => undefined)) !== undefined || undefined, {
      what: 'toxiproxy',
      timeoutMilliseconds: 20_000,
    });
    await this.toxic('POST', '/proxies', { name: 'link', listen: `127.0.0.1:${proxy}`, upstream: `127.0.0.1:${hub}` });
    await waitFor(async () => (await this.status().catch(() => undefined)) && true, {
      what: 'the hub',
      timeoutMilliseconds: 20_000,
    });
  }

  public startHub(): void {
    const { hub, metrics } = this.ports;
    this.hub = this.run('hub', engineBinary('plinth-edge'), [
      ...['hub', '--config', join(this.home, 'hub.json'), '--state', join(this.home, 'hub-state/state.json')],
      ...['--objects', this.objects, '--tls', join(this.home, 'hub'), '--listen', `127.0.0.1:${hub}`],
      ...['--metrics', `127.0.0.1:${metrics}`],
    ]);
  }

  /** Where the hub listens, without the proxy. */
  public get hubPort(): number {
    return this.ports.hub;
  }

  /** Starts the agent of a site behind the proxy. */
  public async startSite(
    name: string,
    { engine = engineBinary('desync'), port: hub = this.ports.proxy }: { engine?: string; port?: number } = {},
  ): Promise<LocalProcess> {
    if (!readdirSync(this.home).includes(`id-${name}`)) this.identity(`id-${name}`, { commonName: name });
    const [port = 0] = await freePorts(1);
    const agent = this.run(`agent-${name}`, engineBinary('plinth-edge'), [
      ...['agent', '--hub', `https://127.0.0.1:${hub}`, '--site', name, '--tls', join(this.home, `id-${name}`)],
      ...['--signers', join(this.home, 'signers'), '--data', this.dataOf(name), '--engine', engine],
      ...['--metrics', `127.0.0.1:${port}`],
    ]);
    this.agents.set(name, agent);
    return agent;
  }

  /** Takes power from a site. */
  public async killSite(name: string): Promise<void> {
    const agent = this.agents.get(name);
    if (agent?.pid === undefined || agent.result !== undefined) return;
    process.kill(agent.pid, 'SIGKILL');
    await agent.ended;
  }

  public pidOf(name: string): number {
    return this.agents.get(name)?.pid ?? 0;
  }

  public dataOf(name: string): string {
    return join(this.home, `data-${name}`);
  }

  /** Digest of the model that a site's `current` points to; empty where there is none. */
  public activeOf(name: string): string {
    try {
      return `sha256:${basename(readlinkSync(join(this.dataOf(name), 'workloads', WORKLOAD, 'current')))}`;
    } catch {
      return '';
    }
  }

  /** Bytes that a server on the site would load now. */
  public loaded(name: string): Buffer | undefined {
    try {
      return readFileSync(join(this.dataOf(name), 'workloads', WORKLOAD, 'current/model.bin'));
    } catch {
      return undefined;
    }
  }

  /** Chunks, signs and publishes a model of one file, as `plinth edge rollout --from` does. */
  public publish(content: Buffer, how: Publishing = {}): EdgeModel {
    const model = publishedModel(content, { home: this.home, objects: this.objects, key: this.key.privateKey, ...how });
    this.models.set(model.digest, model);
    return model;
  }

  /** Writes the hub's config, as a ConfigMap would change: in one step. */
  public writeConfig(): void {
    const config = {
      version: 1,
      poll: { seconds: 1, offlineAfterSeconds: 20 },
      signers: Object.entries({ trusted: this.key.publicKey, ...this.hubSigners }).map(([name, key]) => ({
        name,
        publicKey: pem(key),
      })),
      rings: this.rings.map((name) => ({ name, gate: this.gate, budget: { failedSites: 0 } })),
      sites: this.sites.map(({ diskBytes = 0, link = { kbit: 0 }, ...site }) => ({ ...site, link, diskBytes })),
      workloads: [
        {
          name: WORKLOAD,
          sites: this.sites.map(({ name }) => name),
          health: this.health(''),
          reload: { kind: 'none' },
          overrides: Object.fromEntries(this.sites.map(({ name }) => [name, { health: this.health(name) }])),
        },
      ],
      models: [...this.models.values()],
      rollouts: this.rollouts.map((rollout) => ({
        ...{ workload: WORKLOAD, attempt: 1, paused: false, withdrawn: false, urgent: false },
        ...rollout,
      })),
      revoked: { sites: [], serials: [], fingerprints: [], models: [], ...this.revoked },
    };
    writeFileSync(join(this.home, 'hub.json.new'), JSON.stringify(config));
    renameSync(join(this.home, 'hub.json.new'), join(this.home, 'hub.json'));
  }

  /** Lets a model be rolled out as the next number. */
  public rollOut(model: EdgeModel): number {
    const number = this.rollouts.length + 1;
    this.rollouts.push({ number, model: model.digest });
    this.writeConfig();
    return number;
  }

  public async status(): Promise<HubStatus> {
    const response = await fetch(`http://127.0.0.1:${this.ports.metrics}/v1/status`);
    return (await response.json()) as HubStatus;
  }

  public async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.ports.metrics}/metrics`)).text();
  }

  /** Waits until the hub says something. */
  public async until(what: string, holds: (status: HubStatus) => boolean, seconds = 60): Promise<HubStatus> {
    let last: HubStatus | undefined;
    try {
      return await waitFor(
        async () => {
          last = await this.status().catch(() => undefined);
          return last !== undefined && holds(last) ? last : undefined;
        },
        { what, timeoutMilliseconds: seconds * 1_000 },
      );
    } catch (error) {
      throw new Error(`${what}: ${JSON.stringify(last, null, 1)}\n${this.logs()}`, { cause: error });
    }
  }

  /** Cuts or mends the link of all sites. Everything on its way is lost. */
  public async cut(enabled: boolean): Promise<void> {
    await this.toxic('POST', '/proxies/link', { enabled });
  }

  /** Makes the link bad in one way, both directions where it says. */
  public async addToxic(name: string, type: string, attributes: object, stream = 'downstream'): Promise<void> {
    await this.toxic('POST', '/proxies/link/toxics', { name, type, stream, attributes });
  }

  public async removeToxic(name: string): Promise<void> {
    await this.toxic('DELETE', `/proxies/link/toxics/${name}`);
  }

  /** Changes one byte of some chunks; the result mends them. */
  public corruptChunks(): () => void {
    const copy = mkdtempSync(join(this.home, 'whole-'));
    const folder = join(this.objects, 'chunks');
    cpSync(folder, copy, { recursive: true });
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.cacnk'),
    )) {
      const bytes = readFileSync(join(folder, name));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
      writeFileSync(join(folder, name), bytes);
    }
    return () => cpSync(copy, folder, { recursive: true });
  }

  public async stop(): Promise<void> {
    for (const one of [...this.agents.values(), this.hub, this.toxiproxy]) await one?.stop();
    this.server?.close();
    this.reaper.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Last lines of what each program said. */
  public logs(): string {
    return readdirSync(this.home)
      .filter((name) => name.endsWith('.log'))
      .map((name) => `${name}: ${readFileSync(join(this.home, name), 'utf8').split('\n').slice(-8).join('\n')}`)
      .join('\n');
  }

  private health(site: string): object {
    return {
      url: `http://127.0.0.1:${this.ports.health}/${site}`,
      startSeconds: 1,
      windowSeconds: 2,
      intervalSeconds: 1,
      failures: this.patience,
    };
  }

  private run(name: string, command: string, args: readonly string[]): LocalProcess {
    return new LocalProcess({ name, command, args, logFile: join(this.home, `${name}.log`), reaper: this.reaper });
  }

  private identity(folder: string, subject: { commonName: string; hosts?: string[] }): void {
    const { certificate, key } = this.authority.issue(subject);
    for (const [file, text] of [
      ['tls.crt', certificate],
      ['tls.key', key],
      ['ca.crt', this.authority.certificate],
    ] as const) {
      mkdirSync(dirname(join(this.home, folder, file)), { recursive: true });
      writeFileSync(join(this.home, folder, file), text);
    }
  }

  private async toxic(method: string, path: string, body?: object): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${this.ports.toxic}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`toxiproxy: ${text}`);
    return text;
  }
}

function pem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
