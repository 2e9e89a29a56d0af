import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { components } from '../../catalog/index.ts';
import type { Container } from '../../constructs/imports/kubernetes.gen.ts';
import { pythonPrograms } from './python-programs.ts';

const run = promisify(execFile);
const PYTHON = join(import.meta.dirname, 'python');

/** MLflow's programs, and scikit-learn beside them; nothing, and a line on the console, where Python is not there. */
export function mlflowPrograms(): string | undefined {
  return pythonPrograms(`mlflow==${components.mlflow.tested}`, 'scikit-learn==1.9.1');
}

/** What the training program recorded. */
export interface RecordedRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly modelUri: string;
  readonly version: string;
  readonly accuracy: number;
}

/** What is fetched of a registered model. */
export interface FetchedModel {
  /** Folder with its files. */
  readonly path: string;
  /** What it answers to the 150 flowers. */
  readonly answers: readonly number[];
}

/** Where a server runs, and for whom. */
export interface MlflowOptions {
  /** Folder of MLflow's programs. */
  readonly programs: string;
  /** The container of our Deployment. */
  readonly container: Container;
  /** Folder for the database and artifacts. */
  readonly folder: string;
}

/**
 * MLflow's own server, started with the arguments and the environment of our Deployment's container.
 *
 * What differs, because there is no cluster: SQLite instead of PostgreSQL, a folder instead of a bucket, a free port of
 * 127.0.0.1. In the place of cluster DNS stands a small proxy: clients use the address that teams' pods are given.
 */
export class MlflowServer {
  /** Port that it listens on. */
  public readonly port: number;
  readonly #options: MlflowOptions;
  readonly #server: ChildProcess;
  readonly #dns: Server;
  #log = '';

  private constructor(options: MlflowOptions, port: number, server: ChildProcess, dns: Server) {
    this.port = port;
    this.#options = options;
    this.#server = server;
    this.#dns = dns;
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (text: Buffer) => {
        this.#log += text.toString();
      });
  }

  /** Starts it, with the schema brought up to date as the init container does, and waits until it is healthy. */
  public static async start(options: MlflowOptions): Promise<MlflowServer> {
    const { container, folder, programs } = options;
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const env = environment(options);
    execFileSync(join(programs, 'mlflow'), ['db', 'upgrade', env['MLFLOW_BACKEND_STORE_URI'] ?? ''], {
      env,
      cwd: folder,
      stdio: 'ignore',
    });
    const server = spawn(join(programs, 'mlflow'), argumentsFor(container.args ?? [], port, folder), {
      env,
      cwd: folder,
      detached: true,
    });
    const dns = createServer((from, to) => passOn(from, to, port));
    await new Promise<void>((resolve) => dns.listen(0, '127.0.0.1', resolve));
    const started = new MlflowServer(options, port, server, dns);
    await started.#healthy();
    return started;
  }

  /** Trains, records and registers a model under a name, as a job of the team would. */
  public async train(uri: string, name: string, strength = 1): Promise<RecordedRun> {
    return this.#python(uri, 'train.py', name, `${strength}`);
  }

  /** Fetches a registered model, such as `models:/defects/1`, through the server. */
  public async fetch(uri: string, model: string, folder: string): Promise<FetchedModel> {
    mkdirSync(folder, { recursive: true });
    return this.#python(uri, 'fetch.py', model, folder);
  }

  /** Status and body of a call with a Host of one's own. */
  public async call(path: string, host: string, body?: unknown): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { Host: host, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
      const method = body === undefined ? 'GET' : 'POST';
      const call = request({ host: '127.0.0.1', port: this.port, path, method, headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => {
          text += part.toString();
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Ends the server and its workers. */
  public stop(): void {
    this.#dns.close();
    // A group of its own: the workers are its children.
    if (this.#server.pid !== undefined && this.#server.exitCode === null) process.kill(-this.#server.pid, 'SIGTERM');
  }

  async #python<T>(uri: string, program: string, ...args: readonly string[]): Promise<T> {
    const { port } = this.#dns.address() as AddressInfo;
    const env = {
      ...base(),
      ...quiet(),
      HOME: this.#options.folder,
      MLFLOW_TRACKING_URI: uri,
      HTTP_PROXY: `http://127.0.0.1:${port}`,
      http_proxy: `http://127.0.0.1:${port}`,
      NO_PROXY: '',
      no_proxy: '',
    };
    const python = join(this.#options.programs, 'python');
    const { stdout } = await run(python, [join(PYTHON, program), ...args], { env, cwd: this.#options.folder });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
  }

  async #healthy(): Promise<void> {
    for (let attempt = 0; attempt < 240; attempt += 1) {
      if (this.#server.exitCode !== null) break;
      // The kubelet calls it by address, which is no host of its list.
      const answer = await this.call('/health', `127.0.0.1:${this.port}`).catch(() => undefined);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    this.stop();
    throw new Error(`MLflow did not start:\n${this.#log.slice(-4_000)}`);
  }
}

/** SHA-256 of a folder: of the names and digests of all its files, in the order of their names. */
export function folderDigest(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const lines = files.map(
    (file) => `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${relative(folder, file)}\n`,
  );
  return `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
}

function environment({ container, folder, programs }: MlflowOptions): Record<string, string> {
  const stated = (container.env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]));
  return {
    ...base(),
    ...(Object.fromEntries(stated) as Record<string, string>),
    // Its workers are looked for by name.
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    MLFLOW_BACKEND_STORE_URI: `sqlite:///${join(folder, 'mlflow.db')}`,
  };
}

function argumentsFor(args: readonly string[], port: number, folder: string): string[] {
  const here: Readonly<Record<string, string>> = {
    '--host': '127.0.0.1',
    '--port': `${port}`,
    '--artifacts-destination': join(folder, 'artifacts'),
  };
  return args.map((arg) => {
    const [flag = ''] = arg.split('=');
    return here[flag] === undefined ? arg : `${flag}=${here[flag]}`;
  });
}

/** Nothing of the developer's own: no proxy, no credentials. */
function base(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };
}

function quiet(): Record<string, string> {
  return { MLFLOW_DISABLE_TELEMETRY: 'true', GIT_PYTHON_REFRESH: 'quiet', PYTHONWARNINGS: 'ignore' };
}

/** Passes a request with an absolute address on to the server, whose Host stays what the client called. */
function passOn(from: IncomingMessage, to: ServerResponse, port: number): void {
  const { host, pathname, search } = new URL(from.url ?? '/', `http://${from.headers.host}`);
  const headers = { ...from.headers, host };
  const path = `${pathname}${search}`;
  const call = request({ host: '127.0.0.1', port, path, method: from.method, headers }, (answer) => {
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(to);
  });
  call.on('error', () => to.destroy());
  from.pipe(call);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocketServer();
    socket.listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as AddressInfo;
      socket.close(() => resolve(port));
    });
  });
}
