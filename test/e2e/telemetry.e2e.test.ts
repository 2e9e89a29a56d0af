import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { observedPlatform } from '../constructs/observability/observability-sample.ts';
import { PrometheusRun } from '../constructs/observability/prometheus-run.ts';
import { SampleRun } from '../constructs/observability/sample-run.ts';
import { objectOf } from '../sample.ts';
import { type Started, startProgram } from './started-program.ts';

/** What a store was sent: under which tenant, and the bytes. */
interface Sent {
  readonly tenant: string;
  readonly body: string;
}

const input = observedPlatform({ logs: {}, traces: {}, viewers: 'own' });
/** Longest time until a line has come through. Unit: milliseconds. */
const THROUGH = 30_000;
const through = (what: string) => ({ what, timeoutMilliseconds: THROUGH });

/** Stands in for Loki and Tempo: takes everything and remembers as whose it came. */
async function startStore(port: number): Promise<{ readonly sent: Sent[]; readonly server: Server }> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      sent.push({ tenant: `${request.headers['x-scope-orgid']}`, body: body.toString('latin1') });
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { sent, server };
}

/** A collector's configuration as it is rendered, with addresses and folders of this machine. */
function configOf(name: string, namespace: string, here: Readonly<Record<string, string>>): string {
  const { data } = objectOf(input, 'ConfigMap', name, namespace) as unknown as { data: Record<string, string> };
  return Object.entries(here).reduce((text, [from, to]) => text.replaceAll(from, to), data['collector.yaml'] ?? '');
}

describe('the real OpenTelemetry collector', () => {
  let folder: string;
  let store: Awaited<ReturnType<typeof startStore>>;
  let ports: number[];
  const started: Started[] = [];

  beforeAll(async () => {
    await buildEngines(['observability']);
    folder = mkdtempSync(join(tmpdir(), 'plinth-telemetry-'));
    ports = await freePorts(8);
    store = await startStore(ports[0] ?? 0);
  });
  afterAll(async () => {
    await Promise.all(started.map((program) => program.stop()));
    store?.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(name: string, config: string): void {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, config);
    const env = { NODE_NAME: 'node-1' };
    started.push(startProgram(engineBinary('opentelemetry-collector'), [`--config=${file}`], env));
  }

  /** A pod's log as kubelet writes it. */
  function writeLog(namespace: string, line: string): void {
    const path = join(folder, 'pods', `${namespace}_train-0_7f0c1f7a-0b1e-4c39-9f39-8f2d0b9f1a11`, 'main', '0.log');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${new Date().toISOString()} stdout F ${line}\n`);
  }

  it('sends each line as the tenant of the namespace, whatever the line says, and no line as another', async () => {
    const pretends = '{"k8s.namespace.name":"speech","X-Scope-OrgID":"speech"}';
    const lines = {
      vision: ['vision', `from-vision ${pretends}`],
      speech: ['speech', 'from-speech'],
      harbor: ['plinth_platform', 'from-harbor'],
      // Names that begin like a team's are not the team's.
      'vision-tracking': ['plinth_platform', 'from-tracking'],
    } as const;
    for (const [namespace, [, line]] of Object.entries(lines)) writeLog(namespace, line);
    mkdirSync(join(folder, 'kept'));
    const [address, metrics, health] = ports;
    start(
      'node',
      configOf('node-logs', 'plinth-node-agents', {
        '/var/log/pods': join(folder, 'pods'),
        '/var/lib/plinth-node-logs': join(folder, 'kept'),
        'loki.telemetry.svc:3100': `127.0.0.1:${address}`,
        '0.0.0.0:13133': `127.0.0.1:${health}`,
        'host: 0.0.0.0': 'host: 127.0.0.1',
        'port: 8888': `port: ${metrics}`,
      }),
    );
    for (const [tenant, line] of Object.values(lines)) {
      const [word = ''] = line.split(' ');
      await waitFor(async () => tenantsOf(word)[0], through(word));
      expect(tenantsOf(word), word).toEqual([tenant]);
    }
  });

  it('sends what comes in at a team’s way in as the team’s, whatever the sender says it is', async () => {
    const [address, , , grpc, http, metrics, health] = ports;
    start(
      'gateway',
      configOf('traces-team-vision', 'telemetry', {
        'tempo.telemetry.svc:4318': `127.0.0.1:${address}`,
        '0.0.0.0:4317': `127.0.0.1:${grpc}`,
        '0.0.0.0:4318': `127.0.0.1:${http}`,
        '0.0.0.0:13133': `127.0.0.1:${health}`,
        'host: 0.0.0.0': 'host: 127.0.0.1',
        'port: 8888': `port: ${metrics}`,
      }),
    );
    const post = () =>
      fetch(`http://127.0.0.1:${http}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'X-Scope-OrgID': 'speech' },
        body: JSON.stringify(SPAN),
      }).catch(() => undefined);
    await waitFor(async () => ((await post())?.status === 200 ? true : undefined), through('the way in'));
    await waitFor(async () => tenantsOf('a-span-of-vision')[0], through('the span'));
    expect(tenantsOf('a-span-of-vision')).toEqual(['vision']);
    const attributes = store.sent.find(({ body }) => body.includes('a-span-of-vision'))?.body;
    expect(attributes).toContain('plinth.tenant');
    expect(attributes).not.toContain('pretended');
  });

  function tenantsOf(word: string): string[] {
    return [...new Set(store.sent.filter(({ body }) => body.includes(word)).map(({ tenant }) => tenant))];
  }
});

/** A span of a program that says it is somebody else’s. */
const SPAN = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'plinth.tenant', value: { stringValue: 'pretended' } }] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: '0af7651916cd43dd8448eb211c80319c',
              spanId: 'b7ad6b7169203331',
              name: 'a-span-of-vision',
              startTimeUnixNano: '1795320000000000000',
              endTimeUnixNano: '1795320001000000000',
            },
          ],
        },
      ],
    },
  ],
};

describe('the real proxy before a team’s figures', () => {
  let prometheus: PrometheusRun;
  let proxy: Started;
  let address: string;

  beforeAll(async () => {
    await buildEngines(['observability']);
    const run = new SampleRun(10, 7);
    for (const team of ['vision', 'speech']) run.gauge('team:spend:usd_per_hour', { team }, team === 'vision' ? 3 : 5);
    run.gauge('kube_node_labels', { node: 'n1' }, 1);
    const programs = { prometheus: engineBinary('prometheus'), promtool: engineBinary('promtool') };
    prometheus = await PrometheusRun.start(programs, run, []);
    const { spec } = objectOf(input, 'Deployment', 'grafana-vision', 'monitoring') as unknown as {
      spec: { template: { spec: { containers: { name: string; args: string[] }[] } } };
    };
    const args = spec.template.spec.containers.find(({ name }) => name === 'figures')?.args ?? [];
    const [port] = await freePorts(1);
    address = `http://127.0.0.1:${port}`;
    const here = args.map((arg) =>
      arg.replace('127.0.0.1:9099', `127.0.0.1:${port}`).replace('http://prometheus-operated:9090', prometheus.url),
    );
    proxy = startProgram(engineBinary('prom-label-proxy'), here);
    await waitFor(() => ask('vector(1)').catch(() => undefined), through('the proxy'));
  });
  afterAll(async () => {
    await proxy?.stop();
    await prometheus?.stop();
  });

  interface Answer {
    readonly status: string;
    readonly data?: { readonly result: readonly { readonly metric: Readonly<Record<string, string>> }[] };
  }

  async function ask(query: string): Promise<Answer> {
    const answer = await fetch(`${address}/api/v1/query?query=${encodeURIComponent(query)}`);
    return (await answer.json()) as Answer;
  }

  it('finds the team’s figures and no others, however they are asked for', async () => {
    const teams = async (query: string) => (await ask(query)).data?.result.map(({ metric }) => metric['team']);
    expect(await teams('team:spend:usd_per_hour')).toEqual(['vision']);
    expect(await teams('{__name__=~".+"}')).toEqual(['vision']);
    expect(await teams('kube_node_labels')).toEqual([]);
    for (const query of ['team:spend:usd_per_hour{team="speech"}', 'count({__name__!="",team!="vision"})'])
      expect(await ask(query), query).toMatchObject({ status: 'error' });
  });

  it('knows no paths but those of questions', async () => {
    for (const path of ['/api/v1/status/config', '/api/v1/targets', '/config', '/graph'])
      expect((await fetch(`${address}${path}`)).status, path).toBe(404);
  });
});
