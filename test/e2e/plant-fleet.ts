import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { stringify } from 'yaml';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { siteCertificate } from '../../constructs/edge/index.ts';
import type { PodSpec } from '../../constructs/imports/kubernetes.gen.ts';
import { createCertificateAuthority } from '../../rehearsal/certificates/certificate-authority.ts';
import { engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { LocalProcess } from '../../rehearsal/local-process.ts';
import { Reaper } from '../../rehearsal/reaper.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { runVerbLine } from '../cli/run-verb.ts';
import { exampleFolder } from '../example-story.ts';
import type { HubStatus } from './edge-status.ts';
import { FaultProxy } from './fault-proxy.ts';
import type { PlantCluster } from './plant-cluster.ts';
import { PodRoot, type VolumeFiles } from './pod-root.ts';

/** Git folder of the example. */
const OUT = 'clusters/prod';
const NAMES = `platform.yaml defects --out ${OUT}`;

interface Rendered extends KubernetesObject {
  readonly data?: VolumeFiles;
  readonly spec?: {
    readonly commonName?: string;
    readonly dnsNames?: readonly string[];
    readonly template?: { readonly spec: PodSpec };
  };
}

/** A plant: its agent, its cluster and its way to the hub. */
interface Plant {
  readonly pod: PodRoot;
  readonly cluster: PlantCluster;
}

/** Everything that the example renders, run: the real hub, and a real agent at each plant behind a link of its own. */
export class PlantFleet {
  public readonly home = mkdtempSync(join(tmpdir(), 'plinth-plants-'));
  public readonly plants = new Map<string, Plant>();
  /** The example's spec with its hours made seconds; `synth` renders what it says. */
  public readonly spec = quickened();
  #links: FaultProxy | undefined;
  #hub: PodRoot | undefined;
  /** Programs of the image of hub and agent. */
  #image: readonly string[] = [];
  #ports = { sites: 0, figures: 0 };
  readonly #authority = createCertificateAuthority({ commonName: 'Plinth edge' });
  readonly #reaper = new Reaper(this.home, 'remove');
  readonly #processes: LocalProcess[] = [];

  /** Makes keys, renders the platform and starts the hub, and links that nothing is wrong with yet. */
  public async start(): Promise<void> {
    // The server of a model reads as another user.
    chmodSync(this.home, 0o711);
    const [sites = 0, figures = 0] = await freePorts(2);
    this.#ports = { sites, figures };
    this.#image = [engineBinary('plinth-edge'), engineBinary('desync')];
    cpSync(join(exampleFolder('edge-fleet'), 'model.sh'), join(this.home, 'model.sh'));
    this.cosign('signing-config', 'create', '--out', 'signing.json');
    for (const name of ['cosign', 'thief']) this.cosign('generate-key-pair', '--output-key-prefix', name);
    const [signer] = this.spec.releases?.signers ?? [];
    if (signer?.kind !== 'key') throw new Error('the example is signed with a key');
    Object.assign(signer, { publicKey: this.read('cosign.pub') });
    await this.synth();
    this.#hub = new PodRoot(join(this.home, 'hub'), this.#podOf('platform', 'edge-hub'), this.#image, {
      configMap: (name) => this.#configMap(name),
      secret: () => this.#certificate('edge-hub-tls'),
    });
    const flags = [`--listen=127.0.0.1:${sites}`, `--metrics=127.0.0.1:${figures}`];
    this.#run({ name: 'hub-pod', ...this.#hub.command(flags) });
    this.#links = await FaultProxy.start((program) => this.#run(program));
    await this.until('the hub to have its configuration', ({ configValid }) => configValid);
  }

  /** Starts the agent of a plant, as its folder says. */
  public async open(name: string, cluster: PlantCluster): Promise<void> {
    const address = await this.links.link(name, this.#ports.sites);
    const signers = this.objects(name).find(({ metadata }) => metadata.name === 'plinth-edge-signers')?.data;
    const pod = new PodRoot(join(this.home, name), this.#podOf(name, 'plinth-edge-agent'), this.#image, {
      configMap: () => signers,
      secret: () => this.#certificate(siteCertificate(name)),
    });
    const { host } = new URL(this.#hubAddress(name));
    pod.resolve({ [host]: '127.0.0.1', [`defects.vision.svc`]: cluster.address });
    for (const [file, text] of Object.entries(cluster.account))
      pod.write(`/var/run/secrets/kubernetes.io/serviceaccount/${file}`, text);
    const [metrics = 0] = await freePorts(1);
    const flags = [`--hub=https://${host}:${address}`, `--metrics=127.0.0.1:${metrics}`];
    this.#run({ name: `${name}-agent`, ...pod.command(flags, cluster.env) });
    this.plants.set(name, { pod, cluster });
    await waitFor(
      async () =>
        pod.run(65_532, 'plinth-edge', ['check', '--address', `127.0.0.1:${metrics}`]).status === 0 || undefined,
      {
        what: `the agent of ${name}`,
        timeoutMilliseconds: 20_000,
      },
    );
  }

  public get links(): FaultProxy {
    if (this.#links === undefined) throw new Error('the fleet was not started');
    return this.#links;
  }

  /** Address of the hub's figures. */
  public get hub(): string {
    return `http://127.0.0.1:${this.#ports.figures}`;
  }

  /** Types a line of Plinth. */
  public plinth(line: string): ReturnType<typeof runVerbLine> {
    return runVerbLine(`plinth ${line}`, this.home);
  }

  /** Says something about the newest rollout, and has the hub told. */
  public async change(verb: string): Promise<void> {
    const { code, stderr } = await this.plinth(`edge ${verb} ${NAMES}`);
    if (code !== 0) throw new Error(stderr);
    this.deliver();
  }

  /** Renders the spec, and has the hub told. */
  public async synth(): Promise<void> {
    writeFileSync(join(this.home, 'platform.yaml'), stringify(this.spec));
    const { code, stderr } = await this.plinth(`synth platform.yaml --out ${OUT}`);
    if (code !== 0) throw new Error(stderr);
    this.deliver();
  }

  /** What stands between a commit and the hub: pieces into its store, ConfigMaps into its pod. */
  public deliver(): void {
    if (existsSync(join(this.home, 'store')) && this.#hub !== undefined)
      cpSync(join(this.home, 'store'), this.#hub.at('/var/lib/plinth-edge-store'), { recursive: true });
    this.#hub?.refresh();
  }

  /** Makes a model and signs it with the real cosign, as the example says. */
  public async model(name: string, labels = 'scratch\ndent\n', key = 'cosign'): Promise<void> {
    spawnSync('sh', ['model.sh', name], { cwd: this.home });
    writeFileSync(join(this.home, `model-${name}/labels.txt`), labels);
    const { stdout } = await this.plinth(`edge manifest model-${name}`);
    writeFileSync(join(this.home, `model-${name}.json`), stdout);
    const bundle = `model-${name}.sigstore.json`;
    this.cosign(
      ...[
        'sign-blob',
        '--yes',
        '--key',
        `${key}.key`,
        '--signing-config',
        'signing.json',
        '--bundle',
        bundle,
        `model-${name}.json`,
      ],
    );
  }

  /** Begins a rollout of a model, and has the hub told. */
  public async rollOut(name: string, more = `--hub ${this.hub}`) {
    const files = `--from model-${name} --manifest model-${name}.json --bundle model-${name}.sigstore.json --store store`;
    const { code, stderr, stdout } = await this.plinth(
      `edge rollout ${NAMES} ${files} --engine ${engineBinary('desync')} --json ${more}`,
    );
    if (code !== 0) return { code, said: stdout + stderr, model: '' };
    this.deliver();
    return { code, said: stderr, model: (JSON.parse(stdout) as { model: string }).model };
  }

  public cosign(...args: readonly string[]): void {
    const env = { PATH: process.env['PATH'], HOME: this.home, COSIGN_PASSWORD: 'x' };
    const { status, stderr } = spawnSync(engineBinary('cosign'), args, { cwd: this.home, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }

  public read(file: string): string {
    return readFileSync(join(this.home, file), 'utf8');
  }

  /** Objects of the platform's edge, or of a plant. */
  public objects(of: string): readonly Rendered[] {
    const file = of === 'platform' ? '20-platform/edge.yaml' : `edge/${of}/site.yaml`;
    return loadAll(this.read(join(OUT, file))) as Rendered[];
  }

  /** A file of the hub's ConfigMaps, to be changed behind its back. */
  public hubFile(path: string): string {
    return this.#hub?.at(join('/etc/plinth-edge/config', path)) ?? '';
  }

  public async status(): Promise<HubStatus> {
    return (await (await fetch(`${this.hub}/v1/status`)).json()) as HubStatus;
  }

  public async figures(): Promise<string> {
    return (await fetch(`${this.hub}/metrics`)).text();
  }

  /** Waits until the hub says something. @returns everything that it said meanwhile */
  public async until(what: string, holds: (status: HubStatus) => boolean, seconds = 45): Promise<readonly HubStatus[]> {
    const said: HubStatus[] = [];
    await waitFor(
      async () => {
        const status = await this.status().catch(() => undefined);
        if (status !== undefined) said.push(status);
        return status !== undefined && holds(status) ? true : undefined;
      },
      {
        what,
        timeoutMilliseconds: seconds * 1_000,
        explain: async () => `${JSON.stringify(said.at(-1), null, 1)}\n${this.#logs()}`,
      },
    );
    return said;
  }

  public async stop(): Promise<void> {
    for (const one of this.#processes) await one.stop();
    for (const { cluster } of this.plants.values()) await cluster.stop();
    this.#reaper.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  #run({
    args,
    command,
    name,
  }: {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
  }): LocalProcess {
    const logFile = join(this.home, `${name}.log`);
    const started = new LocalProcess({ name, command, args, logFile, reaper: this.#reaper });
    this.#processes.push(started);
    return started;
  }

  #podOf(of: string, name: string): PodSpec {
    const found = this.objects(of).find((each) => each.kind === 'Deployment' && each.metadata.name === name);
    if (found?.spec?.template === undefined) throw new Error(`${of} has no Deployment ${name}`);
    return found.spec.template.spec;
  }

  #hubAddress(name: string): string {
    const [{ args = [] } = {}] = this.#podOf(name, 'plinth-edge-agent').containers;
    return args.find((arg) => arg.startsWith('--hub='))?.slice('--hub='.length) ?? '';
  }

  #configMap(name: string): VolumeFiles | undefined {
    const rollouts = join(this.home, OUT, 'releases/plinth-edge/rollouts.yaml');
    if (name !== 'edge-rollouts')
      return this.objects('platform').find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)
        ?.data;
    return existsSync(rollouts) ? (load(readFileSync(rollouts, 'utf8')) as Rendered).data : undefined;
  }

  /** What cert-manager would write for a Certificate that is rendered. */
  #certificate(name: string): VolumeFiles | undefined {
    const asked = this.objects('platform').find(
      ({ kind, metadata }) => kind === 'Certificate' && metadata.name === name,
    );
    if (asked === undefined) return undefined;
    const { commonName = '', dnsNames = [] } = asked.spec ?? {};
    const { certificate, key } = this.#authority.issue({ commonName, hosts: dnsNames });
    return { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': this.#authority.certificate };
  }

  #logs(): string {
    return this.#processes
      .map(({ logFile, name }) => `${name}: ${readFileSync(logFile, 'utf8').split('\n').slice(-8).join('\n')}`)
      .join('\n');
  }
}

/** The example, an hour of which is a second here, and whose links carry a model in seconds too. */
function quickened(): PlatformInput {
  const spec = load(readFileSync(join(exampleFolder('edge-fleet'), 'platform.yaml'), 'utf8')) as PlatformInput;
  const { edge } = spec;
  if (edge === undefined) throw new Error('the example has an edge');
  Object.assign(edge, { poll: '1s', offlineAfter: '20s' });
  for (const ring of edge.rings) Object.assign(ring, { healthyFor: '1s' });
  for (const site of edge.sites) Object.assign(site.link, { bandwidth: '40Mbit', cap: undefined, windows: [OPEN] });
  for (const workload of edge.workloads)
    Object.assign(workload, { health: { start: '12s', watch: '2s', every: '1s', failures: 2 } });
  return spec;
}

/** A window that is open all day; `from` and `to` are the same. */
export const OPEN = { from: '00:00', to: '00:00' } as const;
