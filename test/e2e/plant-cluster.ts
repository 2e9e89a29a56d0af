import { createServer, type Server } from 'node:http';
import { createServer as createApi } from 'node:https';
import { createCertificateAuthority } from '../../rehearsal/certificates/certificate-authority.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';

/** What the cluster of a plant is to its agent. */
export interface PlantCluster {
  /** Where the server of the model answers, at the port that is rendered. */
  readonly address: string;
  /** What kubelet tells each pod about the API server. */
  readonly env: Readonly<Record<string, string>>;
  /** What kubelet gives each pod that speaks to it. */
  readonly account: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const DEPLOYMENT = '/apis/apps/v1/namespaces/vision/deployments/defects';

/** Models that servers are unwell with. */
export type Unwell = ReadonlySet<string>;

interface Pod {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>>; readonly deletionTimestamp?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/**
 * The server of a model: well when it has loaded one that it likes.
 *
 * @param loaded - the model that it has loaded. @returns undefined - none yet
 */
async function modelServer(
  address: string,
  unwell: Unwell,
  loaded: () => Promise<string | undefined>,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    const model = await loaded().catch(() => undefined);
    const well = request.url === '/healthz' && model !== undefined && !unwell.has(model);
    response.writeHead(well ? 200 : 503).end();
  });
  await new Promise<void>((listening) => server.listen(8_080, address, listening));
  return server;
}

/** A real API server with what is rendered for the plant; the server has loaded what the pod was started with. */
export async function realCluster(plane: ControlPlane, address: string, unwell: Unwell): Promise<PlantCluster> {
  const loaded = async () => {
    const path = '/api/v1/namespaces/vision/pods?labelSelector=app.kubernetes.io%2Fname%3Ddefects';
    const { items } = await plane.client.get<{ items: readonly Pod[] }>(path);
    const ready = items.find(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True'),
    );
    return ready?.metadata.annotations?.['plinth.dev/model'];
  };
  const server = await modelServer(address, unwell, loaded);
  const { body } = await plane.client.send({
    method: 'POST',
    path: '/api/v1/namespaces/plinth-edge/serviceaccounts/plinth-edge-agent/token',
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3_600 } },
  });
  const { token } = (body as { status: { token: string } }).status;
  const { hostname, port } = new URL(plane.server);
  return {
    address,
    env: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port },
    account: { token, 'ca.crt': plane.ca },
    stop: async () => void server.close(),
  };
}

/** An API server that takes the one request of an agent; the server of the model starts as soon as it was sent. */
export async function pretendedCluster(address: string, unwell: Unwell): Promise<PlantCluster> {
  let model: string | undefined;
  const authority = createCertificateAuthority({ commonName: 'a plant' });
  const { certificate, key } = authority.issue({ commonName: 'api', hosts: ['127.0.0.1'] });
  const api = createApi({ cert: certificate, key }, (request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const right =
        request.method === 'PATCH' && request.url === DEPLOYMENT && request.headers.authorization === 'Bearer x';
      if (right) model = annotationIn(text);
      response.writeHead(right ? 200 : 403).end('{}');
    });
  });
  await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening));
  const server = await modelServer(address, unwell, async () => model);
  return {
    address,
    env: {
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: `${(api.address() as { port: number }).port}`,
    },
    account: { token: 'x', 'ca.crt': authority.certificate },
    stop: async () => {
      api.closeAllConnections();
      api.close();
      server.close();
    },
  };
}

function annotationIn(patch: string): string | undefined {
  const { spec } = JSON.parse(patch) as {
    spec: { template: { metadata: { annotations: Readonly<Record<string, string>> } } };
  };
  return spec.template.metadata.annotations['plinth.dev/model'];
}
