import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { waitUntilServed } from '../../rehearsal/install.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { type Choice, chooseEndpoint } from './external-processor.ts';
import { inferenceExtensionObjects } from './serving-components.ts';

const MODEL = 'example/chat';
const namespace = 'default';
const labels = { app: 'chat' };
const question = { model: MODEL, messages: [{ role: 'user', content: 'How far is the moon?' }], max_tokens: 8 };
const PATH = '/v1/chat/completions';

/** Long enough for the picker to have read the metrics of all servers a few times. Unit: milliseconds. */
const SEEN_MILLISECONDS = 60_000;

describe('a real endpoint picker before two simulated language models', () => {
  let plane: ControlPlane;
  let servers: readonly number[];
  let picker: string;

  beforeAll(async () => {
    await buildEngines(['core']);
    await buildPrograms([engine('epp'), engine('llm-d-inference-sim')]);
    plane = await startControlPlane({ kubelet: 'none' });
    const [first = 0, second = 0, grpc = 0, health = 0, metrics = 0] = await freePorts(5);
    servers = [first, second];
    for (const port of servers) startModel(port);
    const definitions = await inferenceExtensionObjects();
    for (const object of [...definitions]) await submit(object);
    await waitUntilServed(plane.client, definitions);
    await submit(pool());
    await submitServingPod();
    plane.start({
      name: 'epp',
      engine: 'epp',
      args: [
        '--pool-name=chat',
        `--pool-namespace=${namespace}`,
        `--grpc-port=${grpc}`,
        `--grpc-health-port=${health}`,
        `--metrics-port=${metrics}`,
        '--secure-serving=false',
        '--metrics-endpoint-auth=false',
      ],
      env: { KUBECONFIG: plane.kubeconfig },
    });
    picker = `127.0.0.1:${grpc}`;
    await Promise.all(servers.map(answers));
  }, 1_800_000);

  afterAll(() => plane?.stop());

  function startModel(port: number): void {
    const args = [`--port=${port}`, `--model=${MODEL}`, '--mode=echo', '--force-dummy-tokenizer'];
    const load = '--fake-metrics={"running-requests":0,"waiting-requests":0,"kv-cache-usage":0}';
    plane.start({
      name: `model-${port}`,
      engine: 'llm-d-inference-sim',
      args: [...args, load],
      env: { POD_IP: '127.0.0.1' },
    });
  }

  async function submit(object: KubernetesObject): Promise<void> {
    const answer = await plane.client.apply(object);
    expect(answer.status, messageOf(answer)).toBeLessThan(300);
  }

  function pool(): KubernetesObject {
    return {
      apiVersion: 'inference.networking.k8s.io/v1',
      kind: 'InferencePool',
      metadata: { name: 'chat', namespace },
      spec: {
        selector: { matchLabels: labels },
        targetPorts: servers.map((number) => ({ number })),
        endpointPickerRef: { name: 'chat-epp', port: { number: 9002 } },
      },
    };
  }

  /** A pod as the kubelet reports it, at the address where the simulated models really listen. */
  async function submitServingPod(): Promise<void> {
    const containers = [{ name: 'model', image: 'registry.example.org/model:1' }];
    const metadata = { name: 'chat-0', namespace, labels };
    await submit({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName: 'this-machine', containers } });
    const conditions = [{ type: 'Ready', status: 'True' }];
    const status = { phase: 'Running', conditions, podIP: '127.0.0.1', podIPs: [{ ip: '127.0.0.1' }] };
    const path = `/api/v1/namespaces/${namespace}/pods/chat-0/status`;
    const contentType = 'application/merge-patch+json';
    const answer = await plane.client.send({ method: 'PATCH', path, contentType, body: { status } });
    expect(answer.status, messageOf(answer)).toBe(200);
  }

  function answers(port: number): Promise<true> {
    const look = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
      return answer?.ok === true ? (true as const) : undefined;
    };
    return waitFor(look, { what: `the model at ${port}`, timeoutMilliseconds: SEEN_MILLISECONDS });
  }

  async function setLoad(port: number, waiting: number, cache: number): Promise<void> {
    const body = JSON.stringify({ 'fake-metrics': { 'waiting-requests': waiting, 'kv-cache-usage': cache } });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}/admin/config`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
  }

  const choose = (body: object): Promise<Choice> => chooseEndpoint(picker, PATH, body);

  /** Asks until the picker chooses one server several times in a row. */
  async function untilChosen(port: number): Promise<void> {
    let inRow = 0;
    let last: unknown;
    const look = async () => {
      last = await choose({ ...question, user: String(Math.random()) }).catch((error: unknown) => String(error));
      inRow = (last as Choice).endpoint === `127.0.0.1:${port}` ? inRow + 1 : 0;
      return inRow >= 5 ? true : undefined;
    };
    await waitFor(look, {
      what: `requests to be sent to ${port}`,
      timeoutMilliseconds: SEEN_MILLISECONDS,
      explain: async () => JSON.stringify(last),
    });
  }

  test('sends requests to the server without a queue, and to the other one when the queue moves', async () => {
    const [first = 0, second = 0] = servers;
    await setLoad(first, 80, 0.95);
    await untilChosen(second);
    await setLoad(first, 0, 0);
    await setLoad(second, 80, 0.95);
    await untilChosen(first);
  });

  test('the server that it chooses answers as a language model does', async () => {
    const { endpoint } = await choose(question);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(question);
    const answer = await fetch(`http://${endpoint}${PATH}`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    const { choices, model } = (await answer.json()) as {
      model: string;
      choices: { message: { role: string; content: string } }[];
    };
    expect(model).toBe(MODEL);
    expect(choices[0]?.message).toMatchObject({ role: 'assistant', content: expect.stringContaining('How far') });
  });

  test('answers by itself when no server is left', async () => {
    await plane.kubectl(['delete', 'pod', 'chat-0', '--grace-period=0', '--force']);
    const look = async () => {
      const { refusedWith } = await choose(question);
      return refusedWith;
    };
    expect(await waitFor(look, { what: 'a refusal', timeoutMilliseconds: SEEN_MILLISECONDS })).toBe(503);
  });
});
