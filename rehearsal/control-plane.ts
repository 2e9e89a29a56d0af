import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { KeyedCertificate, Subject } from './certificates/certificate-authority.ts';
import { ClusterClient } from './cluster-client.ts';
import { type ControlPlaneFiles, createControlPlaneFiles } from './control-plane-files.ts';
import {
  type ApiServerTuning,
  apiServerFlags,
  controllerManagerFlags,
  etcdFlags,
  schedulerConfiguration,
  schedulerFlags,
} from './control-plane-flags.ts';
import { engineBinary } from './engine-cache.ts';
import type { EngineName } from './engine-catalog.ts';
import { EngineError } from './engine-error.ts';
import { freePorts } from './free-ports.ts';
import { LocalProcess } from './local-process.ts';
import { Reaper } from './reaper.ts';
import { kwokFlags, writeStages } from './simulated-kubelet.ts';
import { waitFor } from './wait.ts';

/** How long the control plane may take to answer. Unit: milliseconds. Six seconds is what it takes on two idle cores. */
const READY_MILLISECONDS = 120_000;

/** Tries when somebody else took a port between finding it free and listening on it. */
const PORT_TRIES = 3;

/** Owner of the cluster: no rule stops it. */
const ADMIN: Subject = { commonName: 'rehearsal-admin', organizations: ['system:masters'] };

/** What a control plane is started with. */
export interface ControlPlaneOptions extends ApiServerTuning {
  /** `kwok` plays the kubelet of simulated nodes; `none` leaves nodes and pods alone. @default 'kwok' */
  readonly kubelet?: 'kwok' | 'none';
  /** Top-level fields of the scheduler's configuration, such as `profiles`. @default {} - as released */
  readonly scheduler?: Readonly<Record<string, unknown>>;
  /** `keep` leaves the folder with logs and data behind after `stop()`. @default 'remove' */
  readonly state?: 'remove' | 'keep';
}

/** What a run of kubectl gave. */
export interface KubectlResult {
  /** Exit code; -1 if it was killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program to run beside the control plane until it stops. */
export interface CompanionOptions {
  /** Short name for its log. */
  readonly name: string;
  readonly engine: EngineName;
  readonly args: readonly string[];
  /** @default {} - nothing is added to the environment */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder that it runs in. @default - the folder of this process */
  readonly folder?: string;
}

/**
 * Garbage of Go programs is collected when the heap has grown to four times what lives, not to twice: two cores then finish a
 * seventh more jobs in the same time (6.4 instead of 5.6 a second), for at most twice the memory.
 */
const SELDOM_COLLECTED = { GOGC: '300' } as const;

/** A real Kubernetes control plane on this machine. */
export class ControlPlane {
  /** Path of an administrator's kubeconfig. */
  public readonly kubeconfig: string;
  /** `https://127.0.0.1:port`. */
  public readonly server: string;
  /** Certificate authority of the API server, PEM. */
  public readonly ca: string;
  /** Certificate and key of the administrator. */
  public readonly admin: KeyedCertificate;
  /** Client that acts as the administrator. */
  public readonly client: ClusterClient;
  /** The control plane's throwaway folder; gone after `stop()`. */
  public readonly files: ControlPlaneFiles;
  private readonly reaper: Reaper;
  private readonly processes: LocalProcess[] = [];
  private readonly cleanups: (() => Promise<unknown>)[] = [];
  private readonly state: 'remove' | 'keep';

  /** Use {@link startControlPlane}. */
  public constructor(files: ControlPlaneFiles, kubeconfig: string, state: 'remove' | 'keep') {
    this.files = files;
    this.kubeconfig = kubeconfig;
    this.server = files.server;
    this.ca = files.authority.certificate;
    this.admin = files.certificateFor(ADMIN);
    this.client = new ClusterClient({ server: this.server, ca: this.ca, user: this.admin });
    this.state = state;
    this.reaper = new Reaper(files.folder, state);
  }

  /** Starts a program that ends with the control plane. */
  public start({ name, engine, args, env, folder }: CompanionOptions): LocalProcess {
    const command = engineBinary(engine);
    const logFile = this.files.log(name);
    const started = new LocalProcess({
      name,
      command,
      args,
      env: { ...SELDOM_COLLECTED, ...env },
      folder,
      logFile,
      reaper: this.reaper,
    });
    this.processes.push(started);
    return started;
  }

  /** A program of the control plane by its name: what was asked for at its start, `namespace.deployment` for a controller. */
  public program(name: string): LocalProcess | undefined {
    return this.processes.find((one) => one.name === name);
  }

  /** Has something ended together with the control plane that is no process of its own. */
  public onStop(cleanup: () => Promise<unknown>): void {
    this.cleanups.push(cleanup);
  }

  /** Runs kubectl as the administrator. @param stdin - text for `-f -`. */
  public kubectl(args: readonly string[], stdin = ''): Promise<KubectlResult> {
    const flags = [`--kubeconfig=${this.kubeconfig}`, `--cache-dir=${this.files.path('kubectl')}`];
    const child = spawn(engineBinary('kubectl'), [...flags, ...args], { stdio: 'pipe' });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? -1, ...output }));
    });
  }

  /** Ends every process, the last started first, and removes the folder. May be called twice. */
  public async stop(): Promise<void> {
    this.client.close();
    const [store, ...others] = this.processes;
    await Promise.all([...others.map((one) => one.stop()), ...this.cleanups.map((cleanup) => cleanup())]);
    await store?.stop();
    if (this.state === 'remove') await rm(this.files.folder, { recursive: true, force: true });
    this.reaper.close();
  }
}

/**
 * Starts etcd, API server, controller manager and scheduler, and KWOK as the kubelet of simulated nodes.
 *
 * Returns when pods can be created. Several may run at once. Nothing survives the process that called this.
 *
 * @throws {EngineError} `ENGINE_MISSING` or `ENGINE_START`, with the log's last lines.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt += 1) {
    const [api = 0, client = 0, peer = 0] = await freePorts(3);
    const files = await createControlPlaneFiles(api);
    const plane = new ControlPlane(files, await files.writeKubeconfig('admin', ADMIN), options.state ?? 'remove');
    try {
      await bringUp(plane, { client, peer }, options);
      return plane;
    } catch (error) {
      await plane.stop();
      const portTaken = error instanceof Error && error.message.includes('address already in use');
      if (!portTaken || attempt === PORT_TRIES) throw error;
    }
  }
}

async function bringUp(plane: ControlPlane, store: { client: number; peer: number }, options: ControlPlaneOptions) {
  const { files } = plane;
  const etcd = plane.start({ name: 'etcd', engine: 'etcd', args: etcdFlags(files, store) });
  await reachable(etcd, () => listens(store.client));
  const args = apiServerFlags(files, store, options);
  const apiServer = plane.start({ name: 'kube-apiserver', engine: 'kube-apiserver', args });
  const others = [await startControllerManager(plane, options), await startScheduler(plane, options)];
  if (options.kubelet !== 'none') others.push(await startKwok(plane));
  const ready = async () => (await plane.client.send({ method: 'GET', path: '/readyz' })).status === 200;
  await reachable(apiServer, () => ready().catch(() => false));
  const account = { method: 'GET', path: '/api/v1/namespaces/default/serviceaccounts/default' } as const;
  for (const one of others) await reachable(one, async () => (await plane.client.send(account)).status === 200);
}

async function startControllerManager(plane: ControlPlane, options: ControlPlaneOptions): Promise<LocalProcess> {
  const name = 'kube-controller-manager';
  const config = await plane.files.writeKubeconfig(name, { commonName: `system:${name}` });
  return plane.start({ name, engine: name, args: controllerManagerFlags(plane.files, config, options) });
}

async function startScheduler(plane: ControlPlane, options: ControlPlaneOptions): Promise<LocalProcess> {
  const name = 'kube-scheduler';
  const config = await plane.files.writeKubeconfig(name, { commonName: `system:${name}` });
  const file = plane.files.path('scheduler.json');
  await writeFile(file, JSON.stringify(schedulerConfiguration(config, options.scheduler ?? {})));
  return plane.start({ name, engine: name, args: schedulerFlags(file, options) });
}

async function startKwok(plane: ControlPlane): Promise<LocalProcess> {
  const config = await plane.files.writeKubeconfig('kwok', { commonName: 'kwok', organizations: ['system:masters'] });
  const stages = await writeStages(plane.files.path('stages.yaml'));
  return plane.start({ name: 'kwok', engine: 'kwok', args: kwokFlags(config, stages) });
}

async function reachable(program: LocalProcess, look: () => Promise<boolean>): Promise<void> {
  const alive = async () => {
    if (program.result !== undefined) throw await failed(program, `ended with ${program.result}`);
    return (await look()) ? true : undefined;
  };
  await waitFor(alive, {
    what: `${program.name} to answer`,
    timeoutMilliseconds: READY_MILLISECONDS,
    everyMilliseconds: 50,
    explain: () => program.lastWords(),
  });
}

async function failed(program: LocalProcess, what: string): Promise<EngineError> {
  return new EngineError({
    code: 'ENGINE_START',
    at: program.name,
    problem: `${program.name} ${what}; its last words:\n${await program.lastWords()}\n`,
    fix: 'free memory or ports if that is what it says; otherwise this is a fault of the rehearsal',
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (yes: boolean) => () => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
