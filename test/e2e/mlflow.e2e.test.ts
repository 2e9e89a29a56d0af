import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deployment } from '../../constructs/imports/kubernetes.gen.ts';
import { registryPlatform } from '../registry-sample.ts';
import { objectOf } from '../sample.ts';
import { folderDigest, MlflowServer, mlflowPrograms, type RecordedRun } from './mlflow-server.ts';

const programs = mlflowPrograms();
const HOST = 'mlflow.vision-tracking.svc:5000';
const URI = `http://${HOST}`;

/** The container of MLflow as we write it for the team vision. */
function container() {
  const { spec } = objectOf(registryPlatform(), 'Deployment', 'mlflow', 'vision-tracking') as unknown as {
    spec: NonNullable<ConstructorParameters<typeof Deployment>[2]>['spec'];
  };
  const [found] = spec?.template.spec?.containers ?? [];
  if (found === undefined) throw new Error('bug: no container of MLflow');
  return found;
}

describe.runIf(programs)('MLflow’s own server with the arguments of our Deployment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-mlflow-'));
  let server: MlflowServer;
  let recorded: RecordedRun;

  beforeAll(async () => {
    if (programs === undefined) return;
    server = await MlflowServer.start({ programs, container: container(), folder });
    recorded = await server.train(URI, 'flowers');
  });
  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('records a model that was really trained: run, parameters and metrics', async () => {
    expect(recorded.accuracy).toBeGreaterThan(0.9);
    const { status, text } = await server.call(`/api/2.0/mlflow/runs/get?run_id=${recorded.runId}`, HOST);
    expect(status).toBe(200);
    const { run } = JSON.parse(text) as {
      run: { info: { status: string }; data: { metrics: { key: string; value: number }[]; params: { key: string }[] } };
    };
    expect(run.info.status).toBe('FINISHED');
    expect(run.data.metrics.find(({ key }) => key === 'accuracy')?.value).toBe(recorded.accuracy);
    expect(run.data.params.map(({ key }) => key).sort()).toEqual(['C', 'rows']);
  });

  test('registers it under a name and version that lead back to the run', async () => {
    const { status, text } = await server.call(
      '/api/2.0/mlflow/model-versions/get?name=flowers&version=1',
      'mlflow-vision.ml.example.org',
    );
    expect(status).toBe(200);
    const version = (JSON.parse(text) as { model_version: { run_id: string; status: string } }).model_version;
    expect(version).toMatchObject({ run_id: recorded.runId, status: 'READY' });
  });

  test('hands the model out again: the same files each time, with the same digest, and it answers', async () => {
    const first = await server.fetch(URI, 'models:/flowers/1', join(folder, 'first'));
    const second = await server.fetch(URI, recorded.modelUri, join(folder, 'second'));
    expect(first.answers).toHaveLength(150);
    expect(new Set(first.answers)).toEqual(new Set([0, 1, 2]));
    expect(second.answers).toEqual(first.answers);
    expect(folderDigest(first.path)).toMatch(/^sha256:[0-9a-f]{64}$/);
    const other = await server.train(URI, 'flowers', 0.001);
    expect(other.version).toBe('2');
    const changed = await server.fetch(URI, 'models:/flowers/2', join(folder, 'third'));
    expect(folderDigest(changed.path)).not.toBe(folderDigest(first.path));
  });

  test('keeps artifacts behind the server: clients are given no address of the store', async () => {
    const { text } = await server.call(`/api/2.0/mlflow/runs/get?run_id=${recorded.runId}`, HOST);
    const { run } = JSON.parse(text) as { run: { info: { artifact_uri: string } } };
    expect(run.info.artifact_uri).toMatch(/^mlflow-artifacts:\//);
  });

  test('answers to the hosts of our list only, except when asked for its health', async () => {
    const path = '/api/2.0/mlflow/experiments/search?max_results=1';
    expect((await server.call(path, HOST)).status).toBe(200);
    expect((await server.call(path, 'mlflow-vision.ml.example.org')).status).toBe(200);
    expect((await server.call(path, 'evil.example.com')).status).toBe(403);
    expect((await server.call(path, `127.0.0.1:${server.port}`)).status).toBe(403);
    expect((await server.call('/health', '10.1.2.3:5000')).status).toBe(200);
  });

  test('starts no jobs for callers', async () => {
    const { status } = await server.call('/ajax-api/3.0/jobs', HOST, { job_name: 'x', params: {} });
    expect(status).toBeGreaterThanOrEqual(400);
  });
});
