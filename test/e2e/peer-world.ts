import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEERS, PEERS_NAMESPACE } from '../../constructs/images/index.ts';
import type { Container } from '../../constructs/imports/kubernetes.gen.ts';
import { registryServer } from './registry-server.ts';

/** Registry that all names of images in this world begin with. */
export const REGISTRY = 'registry.test';
const REGISTRY_ADDRESS = '10.99.0.9';
const PROGRAMS = ['spegel', 'containerd', 'ctr', 'unshare', 'nsenter', 'setpriv', 'ip', 'curl'];
/** Root with the rights of an agent's containers: none. */
const SPEGEL = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--no-new-privs', 'spegel'];

/** Programs that this machine lacks; Spegel is on no package registry, and whoever has it puts it on the path. */
export function missingPrograms(): readonly string[] {
  return PROGRAMS.filter((name) => spawnSync('which', [name]).status !== 0);
}

/** A node: an address, a containerd and an agent. */
export type PeerNode = 1 | 2;

const addressOf = (node: PeerNode) => `10.99.0.${node}`;

/** Two nodes and a registry in one network namespace. Their containers do not run: only what hands images over does. */
export class PeerWorld {
  readonly #home = mkdtempSync(join(tmpdir(), 'plinth-peers-'));
  readonly #children: ChildProcess[] = [];
  #namespace = 0;
  #registry: ChildProcess | undefined;

  /** Opens the namespace and starts both nodes with the agents' containers, as they are rendered. */
  public async open(configuration: Container, agent: Container): Promise<void> {
    const hosts = [
      `${REGISTRY_ADDRESS} ${REGISTRY}`,
      ...[1, 2].map((n) => `10.99.0.${n} ${PEERS.name}.${PEERS_NAMESPACE}.svc`),
    ];
    writeFileSync(join(this.#home, 'hosts'), `127.0.0.1 localhost\n${hosts.join('\n')}\n`);
    const addresses = [REGISTRY_ADDRESS, addressOf(1), addressOf(2)].map((each) => `ip addr add ${each}/32 dev lo`);
    const setup = ['ip link set lo up', ...addresses, `mount --bind ${this.#home}/hosts /etc/hosts`, 'echo up'];
    const holder = spawn('unshare', ['-n', '-m', 'sh', '-c', `${setup.join(' && ')} && exec sleep 600`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#children.push(holder);
    await new Promise((done) => holder.stdout.once('data', done));
    this.#namespace = holder.pid ?? 0;
    for (const node of [1, 2] as const) await this.#node(node, configuration, agent);
    await this.#until('agents that know one another', () =>
      [1, 2].every((n) => this.ask(n as PeerNode, '/readyz') === '200'),
    );
  }

  /** A registry outside of the namespace, to be filled; the nodes' own has the same content. @returns what ends it */
  public fillRegistry(address: string): ChildProcess {
    return this.#spawn(registryServer(this.#home, 'registry', address));
  }

  /** Starts the registry that the nodes know. */
  public async startRegistry(): Promise<void> {
    this.#registry = this.#spawn([
      ...this.#inside(),
      ...registryServer(this.#home, 'registry', `${REGISTRY_ADDRESS}:80`),
    ]);
    await this.#until('the registry', () => this.#status(`http://${REGISTRY}/v2/`) === '200');
  }

  /** Ends the registry that the nodes know. */
  public async stopRegistry(): Promise<void> {
    const ended = new Promise((done) => this.#registry?.once('exit', done));
    // What was spawned is nsenter, which became the registry.
    this.#registry?.kill('SIGKILL');
    await ended;
  }

  /** Pulls an image's content to a node, as its containerd would for a pod. @returns what went wrong, or an empty text */
  public pull(node: PeerNode, image: string): string {
    const { status, stderr } = this.#content(node, 'fetch', '--hosts-dir', this.#in(node, 'certs.d'), image);
    return status === 0 ? '' : stderr;
  }

  /** Whether a node has some content. */
  public has(node: PeerNode, digest: string): boolean {
    return this.#content(node, 'ls', '-q').stdout.includes(digest);
  }

  /** What `ctr` does with the content of a node. */
  #content(node: PeerNode, ...words: string[]) {
    const where = ['-a', this.#in(node, 'containerd.sock'), '-n', 'k8s.io'];
    return this.#run([...this.#inside(), 'ctr', ...where, 'content', ...words]);
  }

  /** Status with which a node's agent answers whoever reaches it. */
  public ask(node: PeerNode, path: string): string {
    return this.#status(`http://${addressOf(node)}:${PEERS.hostPort}${path}`);
  }

  /** Figures of a node's agent. */
  public figures(node: PeerNode): string {
    return this.#run([...this.#inside(), 'curl', '-s', `http://${addressOf(node)}:${PEERS.metricsPort}/metrics`])
      .stdout;
  }

  /** Ends everything and leaves nothing behind. */
  public close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.#home, { recursive: true, force: true });
  }

  async #node(node: PeerNode, configuration: Container, agent: Container): Promise<void> {
    const folder = this.#in(node);
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'containerd.toml'),
      [
        'version = 3',
        `root = '${folder}/root'`,
        `state = '${folder}/state'`,
        '[grpc]',
        `address = '${folder}/containerd.sock'`,
        '[ttrpc]',
        `address = '${folder}/ttrpc.sock'`,
        '',
      ].join('\n'),
    );
    this.#spawn([...this.#inside(), 'containerd', '-c', join(folder, 'containerd.toml')]);
    await this.#until(
      'containerd',
      () => this.#run(['ctr', '-a', join(folder, 'containerd.sock'), 'version']).status === 0,
    );
    execFileSync('nsenter', [...this.#inside().slice(1), ...SPEGEL, ...this.#args(node, configuration)], {
      stdio: 'ignore',
    });
    this.#spawn([...this.#inside(), ...SPEGEL, ...this.#args(node, agent)]);
  }

  /** What a container is told, with this world's addresses and folders in place of a node's, and no TLS. */
  #args(node: PeerNode, { args = [] }: Container): string[] {
    const folders: Readonly<Record<string, string>> = {
      '--containerd-registry-config-path': 'certs.d',
      '--containerd-sock': 'containerd.sock',
      '--containerd-content-path': 'root/io.containerd.content.v1.content',
      '--data-dir': 'identity',
    };
    const ports: Readonly<Record<string, number>> = {
      '--registry-addr': PEERS.hostPort,
      '--router-addr': PEERS.routerPort,
      '--metrics-addr': PEERS.metricsPort,
    };
    return args.map((each) => {
      const [flag = ''] = each.split('=');
      if (folders[flag] !== undefined) return `${flag}=${this.#in(node, folders[flag])}`;
      if (ports[flag] !== undefined) return `${flag}=${addressOf(node)}:${ports[flag]}`;
      return each.replace('$(NODE_IP)', addressOf(node)).replace('https://', 'http://');
    });
  }

  #status(url: string): string {
    return this.#run([...this.#inside(), 'curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', url]).stdout;
  }

  #in(node: PeerNode, path = ''): string {
    return join(this.#home, `node-${node}`, path);
  }

  #inside(): readonly string[] {
    return ['nsenter', '-t', `${this.#namespace}`, '-n', '-m'];
  }

  #run([program = '', ...args]: readonly string[]) {
    return spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 });
  }

  #spawn([program = '', ...args]: readonly string[]): ChildProcess {
    const child = spawn(program, args, { stdio: 'ignore' });
    this.#children.push(child);
    return child;
  }

  async #until(what: string, holds: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
      if (holds()) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`waited in vain for ${what}`);
  }
}
