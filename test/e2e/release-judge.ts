import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROMETHEUS_URL } from '../../constructs/verification/index.ts';
import { CONTENT } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { lognormal, seeded } from '../verification/seeded.ts';

const BIN = fileURLToPath(new URL('../../bin/plinth.js', import.meta.url));

/** Latencies of revisions, as their pods would show them: each scrape is another request. */
export class MadeUpShop {
  /** How many times as slow as usual each revision is, by the hash of its pods. */
  public readonly slowness = new Map<string, number>();
  readonly #random = seeded(5);
  readonly #server: Server;

  public constructor() {
    this.#server = createServer((_, answer) =>
      answer.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(this.#metrics()),
    );
  }

  /** Address without the path, such as `127.0.0.1:1234`. */
  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #metrics(): string {
    const lines = [...this.slowness].map(
      ([hash, factor]) =>
        `shop_latency_ms{rollouts_pod_template_hash="${hash}"} ${(factor * lognormal(this.#random, 100, 0.15)).toFixed(2)}\n`,
    );
    return ['# TYPE shop_latency_ms gauge\n', ...lines].join('');
  }
}

/** Starts the real Prometheus, which asks `target` every second and puts labels on what it says; its address. */
export async function startPrometheus(
  plane: ControlPlane,
  target: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [port = 0] = await freePorts(1);
  const folder = plane.files.path('prometheus');
  const config = `${folder}.yaml`;
  const job = { job_name: 'shop', static_configs: [{ targets: [target], labels }] };
  const intervals = { scrape_interval: '1s', scrape_timeout: '1s' };
  writeFileSync(config, JSON.stringify({ global: intervals, scrape_configs: [job] }));
  const listen = `127.0.0.1:${port}`;
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${folder}`, `--web.listen-address=${listen}`];
  const started = plane.start({ name: 'prometheus', engine: 'prometheus', args });
  await waitFor(
    async () => ((await fetch(`http://${listen}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined),
    { what: 'Prometheus', timeoutMilliseconds: 60_000, explain: () => started.lastWords() },
  );
  return `http://${listen}`;
}

/** A pod of a Job, as far as its container is run here. */
interface JudgePod extends KubernetesObject {
  readonly spec: {
    readonly containers: readonly { readonly command: string[]; readonly args: string[] }[];
    readonly volumes?: readonly { readonly configMap?: { readonly name: string } }[];
  };
  readonly status?: { readonly phase?: string; readonly containerStatuses?: readonly object[] };
}

/** What a judge said at its end. */
export interface Judgement {
  readonly code: number;
  readonly output: string;
}

/** Where the platform's Prometheus answers, by the cluster's DNS, which nothing here asks. */
const PLATFORM_PROMETHEUS = PROMETHEUS_URL;
const MOUNTED = '/etc/plinth/verification.yaml';

/**
 * Plays the kubelet of a judge's pod: runs what its container would run, with the file that would be mounted, and reports its exit
 * code. All else is real.
 *
 * @param prometheus - what the name of the platform's Prometheus leads to
 */
export async function runJudge(plane: ControlPlane, namespace: string, prometheus: string): Promise<Judgement> {
  const pod = await waitFor(() => runningJudge(plane, namespace), {
    what: 'a pod of the judge',
    timeoutMilliseconds: 60_000,
    explain: async () => (await plane.kubectl(['get', 'jobs,pods', '-n', namespace, '-o', 'wide'])).stdout,
  });
  const file = await mounted(plane, pod);
  const inPod = new Map([
    [MOUNTED, file],
    [PLATFORM_PROMETHEUS, prometheus],
  ]);
  const [container] = pod.spec.containers;
  const judgement = await ran((container?.args ?? []).map((arg) => inPod.get(arg) ?? arg));
  await reportEnd(plane, pod, judgement.code);
  return judgement;
}

/** The file that the pod would see, on this machine. @returns nothing useful where it mounts none */
async function mounted(plane: ControlPlane, { metadata, spec }: JudgePod): Promise<string> {
  const [name] = (spec.volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? []);
  if (name === undefined) return MOUNTED;
  const path = `/api/v1/namespaces/${metadata.namespace}/configmaps/${name}`;
  const { data } = await plane.client.get<{ data: Record<string, string> }>(path);
  const file = join(mkdtempSync(join(tmpdir(), 'plinth-judge-')), 'verification.yaml');
  writeFileSync(file, data['verification.yaml'] ?? '');
  return file;
}

/** Objects whose judges end when this test says so. */
export function toldOutcome<T extends object>(objects: readonly T[]): readonly T[] {
  const label = '"labels":{"app.kubernetes.io/name":"plinth-judge"}';
  const annotated = `${label},"annotations":{"rehearsal.plinth.dev/outcome":"Told"}`;
  return JSON.parse(JSON.stringify(objects).replaceAll(label, annotated)) as T[];
}

async function runningJudge(plane: ControlPlane, namespace: string): Promise<JudgePod | undefined> {
  const { items } = await plane.client.get<{ items: JudgePod[] }>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io%2Fname%3Dplinth-judge`,
  );
  return items.find(({ metadata, status }) => status?.phase === 'Running' && !('deletionTimestamp' in metadata));
}

function ran(args: readonly string[]): Promise<Judgement> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, output })));
}

async function reportEnd(plane: ControlPlane, { metadata, status }: JudgePod, exitCode: number): Promise<void> {
  const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: at, finishedAt: at };
  const containerStatuses = (status?.containerStatuses ?? []).map((each) => ({
    ...each,
    ready: false,
    state: { terminated },
  }));
  const body = { status: { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses } };
  const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/status`;
  await plane.client.send({ method: 'PATCH', path, body, contentType: CONTENT.merge });
}
