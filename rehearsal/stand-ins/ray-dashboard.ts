import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ControlPlane } from '../control-plane.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { durationMilliseconds } from '../simulated-duration.ts';
import { DURATION_ANNOTATION, OUTCOME_ANNOTATION } from '../simulated-stages.ts';

/** A Ray job as the dashboard reports it. Times in milliseconds since 1970. */
interface RayJobInfo {
  readonly submission_id: string;
  readonly job_id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  readonly message: string;
  readonly start_time: number;
  readonly end_time?: number;
}

/** A RayJob, as far as the stand-in reads it. */
interface RayJob extends KubernetesObject {
  readonly status?: { readonly jobId?: string };
}

/**
 * Answers in the place of every Ray dashboard and Serve proxy of the simulated cluster, which have no network.
 *
 * KubeRay reaches it as its HTTP proxy. A job runs for the duration its RayJob is annotated with, one second by
 * default, and ends as annotated; whatever Serve configuration is put is reported as running.
 *
 * @returns environment of the KubeRay process.
 */
export async function startRayDashboard(plane: ControlPlane): Promise<Record<string, string>> {
  const dashboard = new RayDashboard(plane);
  const server = createServer((request, response) => {
    dashboard.answer(request, response).catch((error: Error) => send(response, 500, { message: error.message }));
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  plane.onStop(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return { HTTP_PROXY: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

class RayDashboard {
  private readonly plane: ControlPlane;
  private readonly began = new Map<string, number>();
  private readonly served = new Map<string, unknown>();

  public constructor(plane: ControlPlane) {
    this.plane = plane;
  }

  public async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host, pathname } = new URL(request.url ?? '/', 'http://ray');
    const body = await textOf(request);
    const jobId = /^\/api\/jobs\/([^/]+)$/.exec(pathname)?.[1];
    if (jobId !== undefined) return send(response, 200, await this.job(decodeURIComponent(jobId)));
    if (pathname === '/api/jobs/' && request.method === 'POST') return send(response, 200, submitted(body));
    if (pathname === '/api/jobs/') return send(response, 200, []);
    if (pathname.endsWith('/stop')) return send(response, 200, { stopped: true });
    if (pathname.endsWith('/logs')) return send(response, 200, { logs: '' });
    if (pathname === '/api/serve/applications/' && request.method === 'PUT') this.served.set(host, JSON.parse(body));
    if (pathname === '/api/serve/applications/') return send(response, 200, applications(this.served.get(host)));
    return send(response, 200, 'success');
  }

  private async job(id: string): Promise<RayJobInfo> {
    const began = this.began.get(id) ?? Date.now();
    this.began.set(id, began);
    const { items } = await this.plane.client.get<{ items: RayJob[] }>('/apis/ray.io/v1/rayjobs');
    const annotations = items.find(({ status }) => status?.jobId === id)?.metadata.annotations ?? {};
    const ends = began + durationMilliseconds(annotations[DURATION_ANNOTATION]);
    const about = { submission_id: id, job_id: id, message: 'simulated', start_time: began };
    if (Date.now() < ends) return { ...about, status: 'RUNNING' };
    const status = annotations[OUTCOME_ANNOTATION] === 'Failed' ? 'FAILED' : 'SUCCEEDED';
    return { ...about, status, end_time: ends };
  }
}

function submitted(body: string): object {
  const { submission_id: id } = JSON.parse(body) as { submission_id?: string };
  return { job_id: id, submission_id: id };
}

interface ServeConfig {
  readonly applications?: readonly { readonly name?: string; readonly deployments?: readonly { name: string }[] }[];
}

/** The applications of a Serve configuration, all of them running, in the shape of Ray's REST API. */
function applications(config: unknown): object {
  const entries = ((config ?? {}) as ServeConfig).applications ?? [];
  const running = entries.map(({ name = 'default', deployments = [] }) => [
    name,
    {
      name,
      status: 'RUNNING',
      deployments: Object.fromEntries(deployments.map((each) => [each.name, { name: each.name, status: 'HEALTHY' }])),
    },
  ]);
  return { applications: Object.fromEntries(running) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
