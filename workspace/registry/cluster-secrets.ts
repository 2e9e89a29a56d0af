import { readFile } from 'node:fs/promises';
import { PlatformError } from '../../spec/finding.ts';
import { type KeptSecret, keptOf, manifestOf, type SecretKeeper, type SecretManifest } from './secret-keeper.ts';

/** Where a pod finds who it is. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TIMEOUT_MILLISECONDS = 15_000;

/** Way to the API server of a pod's own cluster. */
export interface ClusterApi {
  /** Address. */
  readonly url: string;
  /** Token of the pod's account; read anew for each call, because it changes. */
  readonly token: () => Promise<string>;
}

/**
 * The API server as a pod sees it. Its authority must be trusted by the process: `NODE_EXTRA_CA_CERTS`, which the job sets.
 *
 * @throws {PlatformError} `REGISTRY_NOT_IN_CLUSTER` outside of one.
 */
export function clusterApi(env: NodeJS.ProcessEnv = process.env): ClusterApi {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (host === undefined || port === undefined)
    throw new PlatformError([
      {
        code: 'REGISTRY_NOT_IN_CLUSTER',
        level: 'error',
        at: '--in-cluster',
        problem: 'this is no pod of a cluster',
        fix: 'leave --in-cluster away, and kubectl is used',
      },
    ]);
  const address = host.includes(':') ? `[${host}]` : host;
  return { url: `https://${address}:${port}`, token: () => readFile(`${ACCOUNT}/token`, 'utf8') };
}

/** Secrets of the cluster that the job runs in. */
export class ClusterSecrets implements SecretKeeper {
  readonly #api: ClusterApi;

  public constructor(api: ClusterApi) {
    this.#api = api;
  }

  public async read(namespace: string, name: string): Promise<KeptSecret | undefined> {
    const response = await this.#call('GET', namespace, name);
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    await expectDone(response, 'read', namespace, name);
    return keptOf((await response.json()) as SecretManifest);
  }

  public async write(namespace: string, name: string, secret: KeptSecret): Promise<void> {
    const manifest = manifestOf(namespace, name, secret);
    const replaced = await this.#call('PUT', namespace, name, manifest);
    if (replaced.status !== 404) return expectDone(replaced, 'write', namespace, name);
    await replaced.body?.cancel();
    const created = await this.#call('POST', namespace, '', manifest);
    await expectDone(created, 'write', namespace, name);
  }

  async #call(method: string, namespace: string, name: string, body?: SecretManifest): Promise<Response> {
    const path = ['api', 'v1', 'namespaces', namespace, 'secrets', ...(name === '' ? [] : [name])].join('/');
    const token = (await this.#api.token()).trim();
    try {
      return await fetch(`${this.#api.url}/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
    } catch (error) {
      throw secretTrouble(namespace, name, `the API server does not answer: ${(error as Error).message}`);
    }
  }
}

async function expectDone(response: Response, what: string, namespace: string, name: string): Promise<void> {
  if (response.ok) {
    if (what === 'write') await response.body?.cancel();
    return;
  }
  await response.body?.cancel();
  throw secretTrouble(namespace, name, `the API server answered ${response.status} to ${what} it`);
}

/** A Secret that could not be read or written. */
export function secretTrouble(namespace: string, name: string, problem: string): PlatformError {
  return new PlatformError([
    {
      code: 'REGISTRY_SECRET_UNKEPT',
      level: 'error',
      at: `(Secret ${namespace}/${name})`,
      problem,
      fix: 'check that the namespace is there and that the account may write this Secret, then run it again',
    },
  ]);
}
