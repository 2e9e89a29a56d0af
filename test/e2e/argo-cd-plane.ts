import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddOn, LockedAddOn } from '../../constructs/core/index.ts';
import type { ArgoCdValues } from '../../constructs/delivery/argo-cd-values.ts';
import { fetchModule } from '../../rehearsal/chart-from-module.ts';
import { CONTENT } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { engineBinary } from '../../rehearsal/engine-cache.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { lockedAddOn } from './delivered-platform.ts';
import type { GitServer } from './git-server.ts';

const NAMESPACE = 'argocd';
const APPLICATIONS = `/apis/argoproj.io/v1alpha1/namespaces/${NAMESPACE}/applications`;

/** What Argo CD says about an Application. */
export interface Application {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly operationState?: { readonly phase?: string; readonly message?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
  };
}

/** Whether Redis is on this machine; Argo CD keeps in it what it has rendered. Without it a line is printed. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('skipped: needs redis-server; apt-get install redis-server');
    return false;
  }
}

/** Definitions of the Argo CD that runs here. */
export async function argoCdDefinitions(): Promise<readonly KubernetesObject[]> {
  const { module, version } = engine('argo-cd');
  const folder = join((await fetchModule(module, version)).folder, 'manifests/crds');
  const files = (await readdir(folder)).filter((file) => file.endsWith('-crd.yaml'));
  const { parse } = await import('yaml');
  return Promise.all(files.map(async (file) => parse(await readFile(join(folder, file), 'utf8')) as KubernetesObject));
}

/** In the place of Argo CD's chart, which no Go module carries: its definitions, its settings from our values, a program. */
export function argoCdStandIn(definitions: readonly KubernetesObject[]) {
  return (addOn: AddOn): LockedAddOn => {
    const { component, values } = addOn;
    if (component.name !== 'argo-cd') throw new Error(`nothing stands in for ${component.name}`);
    const labels = { 'app.kubernetes.io/name': 'argocd-repo-server' };
    const name = 'argo-cd-argocd-repo-server';
    const container = {
      name,
      image: component.images?.[0],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    };
    const securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
    return lockedAddOn(addOn, definitions, [
      settings((values as ArgoCdValues).configs.cm),
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace: NAMESPACE, labels },
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { securityContext, containers: [container] } },
        },
      },
    ]);
  };
}

function settings(data: Readonly<Record<string, string>>) {
  const labels = { 'app.kubernetes.io/part-of': 'argocd', 'app.kubernetes.io/name': 'argocd-cm' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm', namespace: NAMESPACE, labels }, data };
}

/** The real Argo CD beside a control plane: Redis, the server that renders from Git, the controller. */
export class ArgoCd {
  readonly #plane: ControlPlane;

  private constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /**
   * Installs it as its users do, with the values of the rendered folder, and starts its programs.
   *
   * @param cm - `configs.cm` of `argocd/bootstrap/values.yaml`
   */
  public static async start(plane: ControlPlane, git: GitServer, cm: ArgoCdValues['configs']['cm']): Promise<ArgoCd> {
    await installed(plane, cm);
    const folder = plane.files.path('argo-cd');
    await mkdir(join(folder, 'tls'), { recursive: true });
    await writeFile(join(folder, 'tls', '127.0.0.1'), git.authority);
    await writeKustomize(join(folder, 'bin'));
    const [redis = 0, repository = 0, repositoryMetrics = 0, metrics = 0] = await freePorts(4);
    startRedis(plane, redis);
    const env = {
      KUBECONFIG: plane.kubeconfig,
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      ARGOCD_GPG_ENABLED: 'false',
      ARGOCD_TLS_DATA_PATH: join(folder, 'tls'),
      ARGOCD_SSH_DATA_PATH: folder,
      ARGOCD_ASK_PASS_SOCK: join(folder, 'ask-pass.sock'),
      ARGOCD_SYNC_WAVE_DELAY: '1',
      TMPDIR: folder,
      HOME: folder,
      PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    };
    const cache = ['--redis', `127.0.0.1:${redis}`, '--loglevel', 'info', '--logformat', 'text'];
    plane.start({
      name: 'argocd-repo-server',
      engine: 'argo-cd',
      env: { ...env, ARGOCD_BINARY_NAME: 'argocd-repo-server' },
      args: [
        ...cache,
        ...['--address', '127.0.0.1', '--port', `${repository}`, '--disable-tls'],
        ...['--metrics-address', '127.0.0.1', '--metrics-port', `${repositoryMetrics}`],
        ...['--revision-cache-expiration', '1s'],
      ],
    });
    plane.start({
      name: 'argocd-application-controller',
      engine: 'argo-cd',
      env,
      args: [
        ...cache,
        ...['--kubeconfig', plane.kubeconfig, '--namespace', NAMESPACE, '--metrics-port', `${metrics}`],
        ...['--repo-server', `127.0.0.1:${repository}`, '--repo-server-plaintext'],
        // Git is asked every few seconds instead of every two minutes.
        ...['--app-resync', '8', '--app-resync-jitter', '0'],
      ],
    });
    return new ArgoCd(plane);
  }

  /** Every Application. */
  public async applications(): Promise<readonly Application[]> {
    const { items } = await this.#plane.client.get<{ items: readonly Application[] }>(APPLICATIONS);
    return items;
  }

  /** Waits until the Applications are as wanted. */
  public until(what: string, done: (found: readonly Application[]) => boolean, seconds = 120): Promise<true> {
    const look = async () => (done(await this.applications()) ? true : undefined);
    return waitFor(look, { what, timeoutMilliseconds: seconds * 1000, explain: () => this.#explain() });
  }

  /** Deletes the root with all that it brought, as `argocd app delete` does. */
  public async takeDown(root: string): Promise<void> {
    const path = `${APPLICATIONS}/${root}`;
    const body = { metadata: { finalizers: ['resources-finalizer.argocd.argoproj.io'] } };
    await this.#plane.client.send({ method: 'PATCH', path, body, contentType: CONTENT.merge });
    await this.#plane.client.send({ method: 'DELETE', path });
  }

  async #explain(): Promise<string> {
    const words = (await this.applications()).map(({ metadata, status }) =>
      [
        metadata.name,
        metadata.deletionTimestamp === undefined ? '' : 'deleting',
        status?.sync?.status,
        status?.health?.status,
        status?.operationState?.phase,
        status?.operationState?.message,
        ...(status?.conditions ?? []).map(({ message }) => message),
      ].join(' '),
    );
    const log = await this.#plane.program('argocd-application-controller')?.lastWords();
    return `${words.join('\n')}\n${log}`;
  }
}

/** What `helm install` with our values leaves, as far as its controllers read it. */
async function installed(plane: ControlPlane, cm: ArgoCdValues['configs']['cm']): Promise<void> {
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    settings(cm),
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'argocd-secret', namespace: NAMESPACE, labels } },
  ];
  for (const object of objects) await plane.client.apply(object as KubernetesObject);
}

/** kubectl has the whole of kustomize in it; the program of that name only says it in other words. */
async function writeKustomize(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'kustomize');
  await writeFile(file, `#!/bin/sh\nshift\nexec '${engineBinary('kubectl')}' kustomize "$@"\n`);
  await chmod(file, 0o755);
}

/** Ends with this process even where nobody says so: the shell then finds nothing more to read. */
function startRedis(plane: ControlPlane, port: number): void {
  const args = ['--bind', '127.0.0.1', '--port', `${port}`, '--save', '', '--appendonly', 'no'];
  const script = 'redis-server "$@" < /dev/null & cat; kill $!';
  const shell = spawn('sh', ['-c', script, 'sh', ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: plane.files.folder,
  });
  plane.onStop(async () => shell.stdin.end());
}
