import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
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
import { edgeConfig, IMAGES, pem, WORKLOAD } from './edge-config.ts';
import { corruptedChunks, type EdgeModel, type Publishing, publishedImages, publishedModel } from './edge-models.ts';
import type { EdgeRollout, EdgeSite, HubStatus } from './edge-status.ts';
import { FaultProxy } from './fault-proxy.ts';

/** How an agent is started. */
interface SiteStart {
  /** What it is started by. @default - itself */
  readonly before?: readonly string[];
  /** Program that puts files together. @default - desync */
  readonly engine?: string;
  /** Where it finds its hub. @default - behind the proxy */
  readonly port?: number;
}

/** The link of all sites. */
const LINK = 'link';

/** A hub, a chunk store, sites behind a bad link and what they serve: all real, all on this machine. */
export class EdgeWorld {
  public readonly home = mkdtempSync(join(tmpdir(), 'plinth-edge-'));
  public readonly objects = join(this.home, 'objects');
  public readonly key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** Models that a site's server is unwell with. */
  public readonly unwell = new Set<string>();
  public sites: EdgeSite[] = [];
  public rollouts: EdgeRollout[] = [];
  /** Rollouts of images, a row of their own; without any there is none. */
  public imageRollouts: EdgeRollout[] = [];
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
  private ports = { hub: 0, metrics: 0, proxy: 0, health: 0 };
  private links: FaultProxy | undefined;

  /** Starts hub and proxy; sites are started one by one. */
  public async start(): Promise<void> {
    const [hub = 0, metrics = 0, health = 0] = await freePorts(3);
    this.ports = { hub, metrics, proxy: 0, health };
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
    this.links = await FaultProxy.start(({ args, command, name }) => this.run(name, command, args));
    this.ports.proxy = await this.links.link(LINK, hub);
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
    { before = [], engine = engineBinary('desync'), port: hub = this.ports.proxy }: SiteStart = {},
  ): Promise<LocalProcess> {
    const [port = 0] = await freePorts(1);
    const [command = '', ...first] = [...before, engineBinary('plinth-edge')];
    const agent = this.run(`agent-${name}`, command, [
      ...first,
      ...['agent', '--hub', `https://127.0.0.1:${hub}`, '--site', name, '--tls', this.identityOf(name)],
      ...['--signers', join(this.home, 'signers'), '--data', this.dataOf(name), '--engine', engine],
      ...['--metrics', `127.0.0.1:${port}`],
    ]);
    this.agents.set(name, agent);
    return agent;
  }

  /** Folder with the identity of a site, which is made once. */
  public identityOf(name: string): string {
    const folder = `id-${name}`;
    if (!readdirSync(this.home).includes(folder)) this.identity(folder, { commonName: name });
    return join(this.home, folder);
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
    return this.linkOf(name, WORKLOAD);
  }

  /** Digest of the images that a site's `current` points to; empty where there are none. */
  public imagesOf(name: string): string {
    return this.linkOf(name, IMAGES);
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
    const { gate, imageRollouts, models, patience, revoked, rings, rollouts, sites } = this;
    const config = edgeConfig({
      ...{ gate, imageRollouts, patience, revoked, rings, rollouts, sites },
      models: models.values(),
      signers: { trusted: this.key.publicKey, ...this.hubSigners },
      healthPort: this.ports.health,
    });
    writeFileSync(join(this.home, 'hub.json.new'), JSON.stringify(config));
    renameSync(join(this.home, 'hub.json.new'), join(this.home, 'hub.json'));
  }

  /** Chunks, signs and rolls out the images of a folder. */
  public async rollOutImages(folder: string): Promise<string> {
    const images = await publishedImages(folder, { objects: this.objects, key: this.key.privateKey });
    this.models.set(images.digest, images);
    this.imageRollouts.push({ number: this.imageRollouts.length + 1, model: images.digest });
    this.writeConfig();
    return images.digest;
  }

  /** Starts what gives a site's container runtime its images. @returns where it is asked */
  public async startImages(name: string): Promise<{ readonly address: string; readonly process: LocalProcess }> {
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const images = this.run(`images-${name}`, engineBinary('plinth-edge'), [
      ...['images', '--data', this.dataOf(name), '--listen', address],
    ]);
    this.agents.set(`images-${name}`, images);
    await waitFor(async () => (await fetch(`http://${address}/v2/`).catch(() => undefined))?.ok || undefined, {
      what: 'what gives images',
      timeoutMilliseconds: 20_000,
    });
    return { address, process: images };
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
    await this.links?.enable(LINK, enabled);
  }

  /** Makes the link bad in one way, both directions where it says. */
  public async addToxic(name: string, type: string, attributes: object, stream = 'downstream'): Promise<void> {
    await this.links?.make(LINK, type, attributes, { name, stream });
  }

  public async removeToxic(name: string): Promise<void> {
    await this.links?.mend(LINK, name);
  }

  /** Changes one byte of some chunks; the result mends them. */
  public corruptChunks(): () => void {
    return corruptedChunks(join(this.objects, 'chunks'), mkdtempSync(join(this.home, 'whole-')));
  }

  public async stop(): Promise<void> {
    for (const one of [...this.agents.values(), this.hub, this.links]) await one?.stop();
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

  private linkOf(name: string, row: string): string {
    try {
      return `sha256:${basename(readlinkSync(join(this.dataOf(name), 'workloads', row, 'current')))}`;
    } catch {
      return '';
    }
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
}
