import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse, stringify } from 'yaml';
import { MONITORING_NAMESPACE } from '../../constructs/observability/index.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { type EngineName, engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import type { LocalProcess } from '../../rehearsal/local-process.ts';
import { waitFor } from '../../rehearsal/wait.ts';

const run = promisify(execFile);

/** How long the operator may take to write a configuration. Unit: milliseconds. */
const WRITTEN_MILLISECONDS = 90_000;

/** Folder in the pods of Prometheus that the operator mounts rules below. */
const RULES = '/etc/prometheus/rules/';
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Answer of a program that looks at a file. */
export interface Checked {
  readonly code: number;
  readonly output: string;
}

/** Starts the real operator as the administrator, on 127.0.0.1 only. */
export async function startOperator(plane: ControlPlane): Promise<LocalProcess> {
  const [port = 0] = await freePorts(1);
  const folder = plane.files.path('prometheus-operator');
  await mkdir(folder, { recursive: true });
  const { certificate, key } = plane.admin;
  const files = { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': plane.ca };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  return plane.start({
    name: 'prometheus-operator',
    engine: 'prometheus-operator',
    args: [
      `-apiserver=${plane.server}`,
      `-cert-file=${folder}/tls.crt`,
      `-key-file=${folder}/tls.key`,
      `-ca-file=${folder}/ca.crt`,
      `-web.listen-address=127.0.0.1:${port}`,
      `-prometheus-instance-namespaces=${MONITORING_NAMESPACE}`,
      `-alertmanager-instance-namespaces=${MONITORING_NAMESPACE}`,
    ],
    folder,
  });
}

/** What lies compressed in a Secret of the operator, once it is there and `done` with it. */
export function configurationOf(
  plane: ControlPlane,
  operator: LocalProcess,
  secret: string,
  done: (text: string) => boolean,
): Promise<string> {
  const path = `/api/v1/namespaces/${MONITORING_NAMESPACE}/secrets/${secret}`;
  const look = async () => {
    const { body, status } = await plane.client.send({ method: 'GET', path });
    const data = Object.entries((body as { data?: Record<string, string> }).data ?? {});
    const [, packed] = data.find(([key]) => key.endsWith('.yaml.gz')) ?? [];
    if (status !== 200 || packed === undefined) return undefined;
    const text = gunzipSync(Buffer.from(packed, 'base64')).toString('utf8');
    return done(text) ? text : undefined;
  };
  return waitFor(look, {
    what: `the operator to write ${secret}`,
    timeoutMilliseconds: WRITTEN_MILLISECONDS,
    explain: () => operator.lastWords(),
  });
}

/**
 * Writes a configuration of Prometheus and its rules as they lie in its pods into a folder of this machine.
 *
 * Changed are only paths inside the pod, and where the cluster is: a pod knows that from its service account.
 */
export async function writePrometheus(plane: ControlPlane, text: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const maps = await plane.client.send({
    method: 'GET',
    path: `/api/v1/namespaces/${MONITORING_NAMESPACE}/configmaps`,
  });
  for (const { data, metadata } of (maps.body as { items: ConfigMap[] }).items) {
    if (!metadata.name.includes('rulefiles')) continue;
    await mkdir(join(folder, metadata.name), { recursive: true });
    for (const [name, rules] of Object.entries(data ?? {})) await writeFile(join(folder, metadata.name, name), rules);
  }
  await writeFile(join(folder, 'token'), 'none');
  const local = text.replaceAll(RULES, `${folder}/`).replaceAll(TOKEN, join(folder, 'token'));
  const configuration = parse(local, { merge: true }) as {
    scrape_configs: Scrape[];
    alerting?: { alertmanagers: Scrape[] };
  };
  for (const { kubernetes_sd_configs: found } of [
    ...configuration.scrape_configs,
    ...(configuration.alerting?.alertmanagers ?? []),
  ])
    for (const each of found ?? []) each['kubeconfig_file'] = plane.kubeconfig;
  const file = join(folder, 'prometheus.yaml');
  await writeFile(file, stringify(configuration));
  return file;
}

interface ConfigMap {
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

interface Scrape {
  readonly kubernetes_sd_configs?: Record<string, unknown>[];
}

/** Runs one of the checkers. */
export async function checked(name: EngineName, ...args: readonly string[]): Promise<Checked> {
  try {
    const { stderr, stdout } = await run(engineBinary(name), args);
    return { code: 0, output: `${stdout}${stderr}` };
  } catch (error) {
    const { code, stderr, stdout } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? -1, output: `${stdout}${stderr}` };
  }
}

/** Starts the real Prometheus with a configuration. Gives the address of its API. */
export async function startPrometheus(plane: ControlPlane, file: string, folder: string): Promise<string> {
  const [port = 0] = await freePorts(1);
  const address = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const server = plane.start({ name: 'prometheus', engine: 'prometheus', args, folder });
  const ready = () =>
    fetch(`${address}/-/ready`).then(
      ({ ok }) => (ok ? true : undefined),
      () => undefined,
    );
  await waitFor(ready, {
    what: 'Prometheus to be ready',
    timeoutMilliseconds: 60_000,
    explain: () => server.lastWords(),
  });
  return address;
}

/** What Prometheus answers on a path of its API. */
export async function asked<T>(address: string, path: string): Promise<T> {
  const answer = await fetch(`${address}/api/v1/${path}`);
  return ((await answer.json()) as { data: T }).data;
}
