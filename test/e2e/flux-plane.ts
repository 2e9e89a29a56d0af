import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fetchModule } from '../../rehearsal/chart-from-module.ts';
import { CONTENT, messageOf } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import type { EngineName } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { waitFor } from '../../rehearsal/wait.ts';

const NAMESPACE = 'flux-system';
/** The controller that this test is in the place of: its sources do not resolve, its definitions can be had. */
const SOURCE_CONTROLLER = { module: 'github.com/fluxcd/source-controller', version: 'v1.8.5' };
const STEPS = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${NAMESPACE}/kustomizations`;
const RELEASES = `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${NAMESPACE}/helmreleases`;

/** What Flux says about a step or a release. */
export interface FluxObject {
  readonly metadata: { readonly name: string; readonly generation: number; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
  };
}

/** Whether Flux says that one stands. */
export function isReady({ metadata, status }: FluxObject): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' && status?.observedGeneration === metadata.generation;
}

/** Definitions of all of Flux that is used. */
export async function fluxDefinitions(): Promise<readonly KubernetesObject[]> {
  const modules = [SOURCE_CONTROLLER, engine('kustomize-controller'), engine('helm-controller')];
  const found = modules.map(async ({ module, version }) => {
    const folder = join((await fetchModule(module, version)).folder, 'config/crd/bases');
    const texts = (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8'));
    return (await Promise.all(texts)).map((text) => parse(text) as KubernetesObject);
  });
  return (await Promise.all(found)).flat();
}

/**
 * Flux beside a control plane: its kustomize and helm controllers are the real ones. The test itself does what its source
 * controller would: it hands out what the sources name, and writes into their status where.
 */
export class Flux {
  readonly #plane: ControlPlane;
  readonly #server: Server;
  readonly #archives = new Map<string, Buffer>();

  private constructor(plane: ControlPlane, server: Server) {
    this.#plane = plane;
    this.#server = server;
    server.on('request', (request, response) => {
      const archive = this.#archives.get(request.url ?? '');
      response.statusCode = archive === undefined ? 404 : 200;
      response.end(archive);
    });
  }

  /** Starts both controllers; their definitions are there. */
  public static async start(plane: ControlPlane): Promise<Flux> {
    await plane.client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    plane.onStop(async () => {
      server.closeAllConnections();
      server.close();
    });
    // Off by default: without it a commit that mends a step waits until the step has given up.
    await startController(plane, 'kustomize-controller', ['--feature-gates=CancelHealthCheckOnNewRevision=true']);
    await startController(plane, 'helm-controller', []);
    return new Flux(plane, server);
  }

  /** Hands an archive out as what a source names now. */
  public async serve(source: KubernetesObject, revision: string, archive: Buffer): Promise<void> {
    const digest = createHash('sha256').update(archive).digest('hex');
    const path = `/${source.kind}/${source.metadata.name}/${digest}.tar.gz`;
    this.#archives.set(path, archive);
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
    const now = new Date().toISOString();
    const artifact = { digest: `sha256:${digest}`, lastUpdateTime: now, path, revision, size: archive.length, url };
    const at = await this.#plane.client.pathOf(source);
    const { metadata } = await this.#plane.client.get<FluxObject>(at);
    const ready = { type: 'Ready', status: 'True', reason: 'Succeeded', message: revision, lastTransitionTime: now };
    const conditions = [{ ...ready, observedGeneration: metadata.generation }];
    const body = { status: { artifact, conditions, observedGeneration: metadata.generation } };
    const answer = await this.#plane.client.send({
      method: 'PATCH',
      path: `${at}/status`,
      body,
      contentType: CONTENT.merge,
    });
    if (answer.status >= 300) throw new Error(messageOf(answer));
  }

  /** Every step. */
  public async steps(): Promise<readonly FluxObject[]> {
    return (await this.#plane.client.get<{ items: readonly FluxObject[] }>(STEPS)).items;
  }

  /** Every release of a chart. */
  public async releases(): Promise<readonly FluxObject[]> {
    return (await this.#plane.client.get<{ items: readonly FluxObject[] }>(RELEASES)).items;
  }

  /** Waits until something is so. */
  public until(what: string, done: () => Promise<boolean>, seconds = 120): Promise<true> {
    const look = async () => ((await done()) ? true : undefined);
    return waitFor(look, { what, timeoutMilliseconds: seconds * 1000, explain: () => this.#explain() });
  }

  /** Deletes a step and waits until it is gone, as the stack does from the last to the first. */
  public async takeDown(step: string): Promise<void> {
    await this.#plane.client.send({ method: 'DELETE', path: `${STEPS}/${step}` });
    await this.until(`${step} to be gone`, async () =>
      (await this.steps()).every(({ metadata }) => metadata.name !== step),
    );
  }

  async #explain(): Promise<string> {
    const words = [...(await this.steps()), ...(await this.releases())].map(
      ({ metadata, status }) =>
        `${metadata.name}: ${(status?.conditions ?? []).map(({ message, status, type }) => `${type} ${status} ${message}`).join('; ')}`,
    );
    const logs = ['kustomize-controller', 'helm-controller'].map((name) => this.#plane.program(name)?.lastWords());
    return [...words, ...(await Promise.all(logs))].join('\n');
  }
}

async function startController(plane: ControlPlane, name: EngineName, more: readonly string[]): Promise<void> {
  const [metrics, health] = await freePorts(2);
  plane.start({
    name,
    engine: name,
    env: { KUBECONFIG: plane.kubeconfig, RUNTIME_NAMESPACE: NAMESPACE, TMPDIR: plane.files.folder },
    args: [
      ...[`--metrics-addr=127.0.0.1:${metrics}`, `--health-addr=127.0.0.1:${health}`],
      // How often it looks whether what a step waits for stands; half a minute otherwise.
      ...['--watch-all-namespaces=true', '--requeue-dependency=1s', ...more],
    ],
  });
}
