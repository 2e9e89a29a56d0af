import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONITORING_NAMESPACE, receiverSecret } from '../../constructs/observability/index.ts';
import { moduleOperator } from '../../rehearsal/apply/module-operators.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { install } from '../../rehearsal/install.ts';
import type { LocalProcess } from '../../rehearsal/local-process.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { observabilityObjects, observedPlatform, RECEIVERS } from '../constructs/observability/observability-sample.ts';
import {
  asked,
  checked,
  configurationOf,
  startOperator,
  startPrometheus,
  writePrometheus,
} from './observability-plane.ts';

/** Kinds of controllers that do not run here, and namespaces that other rooms bring. */
const ELSEWHERE = new Set(['HTTPRoute', 'SecurityPolicy', 'ReferenceGrant', 'ExternalSecret', 'Password']);

describe('the room observability before the real operator', () => {
  let plane: ControlPlane;
  let operator: LocalProcess;
  const input = observedPlatform({ receivers: RECEIVERS, logs: {}, traces: {}, viewers: 'own' });
  const objects = observabilityObjects(input).filter(({ kind }) => !ELSEWHERE.has(kind));

  beforeAll(async () => {
    await buildEngines(['core', 'observability']);
    plane = await startControlPlane({ kubelet: 'none' });
    const names = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))];
    const namespaces = names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
    const own = new Set(objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : [])));
    const others = namespaces.filter(({ metadata }) => !own.has(metadata.name));
    const { rejections, warnings } = await install(plane, [
      ...(await moduleOperator(plane, 'prometheus-operator')),
      ...others,
      ...objects,
    ]);
    expect(rejections).toEqual([]);
    // The one agent that reads the files of its node.
    expect(warnings.filter((warning) => !JSON.stringify(warning).includes('node-logs'))).toEqual([]);
    for (const { name } of RECEIVERS) await secret(receiverSecret(name));
    operator = await startOperator(plane);
  }, 1_800_000);

  afterAll(() => plane?.stop());

  async function secret(name: string): Promise<void> {
    const stringData = { 'routing-key': 'k', url: 'https://hooks.example.org/x', password: 'p' };
    const answer = await plane.client.apply({
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: MONITORING_NAMESPACE } },
      ...{ stringData },
    });
    expect(answer.status, messageOf(answer)).toBeLessThan(300);
  }

  test('has its monitors and rules in a configuration that the real Prometheus loads', async () => {
    const monitors = objects.filter(({ kind }) => kind === 'ServiceMonitor').map(({ metadata }) => metadata.name);
    const text = await configurationOf(plane, operator, 'prometheus-platform', (written) =>
      monitors.every((name) => written.includes(`serviceMonitor/${MONITORING_NAMESPACE}/${name}/0`)),
    );
    expect(text).toContain(`podMonitor/${MONITORING_NAMESPACE}/classic-endpoints/0`);
    const folder = plane.files.path('prometheus');
    const file = await writePrometheus(plane, text, folder);
    expect(await checked('promtool', 'check', 'config', file)).toMatchObject({ code: 0 });

    const address = await startPrometheus(plane, file, folder);
    const { groups } = await asked<{ groups: readonly { name: string }[] }>(address, 'rules');
    const wanted = objects
      .filter(({ kind }) => kind === 'PrometheusRule')
      .flatMap((rule) => (rule as unknown as { spec: { groups: { name: string }[] } }).spec.groups);
    expect(wanted.length).toBeGreaterThan(20);
    expect(groups.map(({ name }) => name).sort()).toEqual(wanted.map(({ name }) => name).sort());
  });

  test('has its receivers in a configuration that amtool accepts', async () => {
    const text = await configurationOf(plane, operator, 'alertmanager-platform-generated', (written) =>
      RECEIVERS.every(({ name }) => written.includes(name)),
    );
    const file = plane.files.path('alertmanager.yaml');
    await writeFile(file, text);
    expect(await checked('amtool', 'check-config', file)).toMatchObject({ code: 0 });
    const route = (severity: string) =>
      checked('amtool', 'config', 'routes', 'test', `--config.file=${file}`, `severity=${severity}`);
    const receivers = async (severity: string) =>
      (await route(severity)).output
        .trim()
        .split(',')
        .map((name) => name.split('/').at(-1))
        .sort();
    expect(await receivers('page')).toEqual(['chat', 'mail', 'on-call']);
    expect(await receivers('ticket')).toEqual(['chat', 'hook', 'mail']);
    expect(await receivers('none')).toEqual(['nobody']);
  });

  test.each(['prometheus-platform-1', 'alertmanager-platform-2'])(
    'has the pod %s, which the restricted namespace lets in',
    async (name) => {
      const path = `/api/v1/namespaces/${MONITORING_NAMESPACE}/pods/${name}`;
      const look = async () => ((await plane.client.send({ method: 'GET', path })).status === 200 ? true : undefined);
      const explain = async () => (await plane.kubectl(['get', 'events', '-n', MONITORING_NAMESPACE])).stdout;
      await waitFor(look, { what: `${name} to be made`, timeoutMilliseconds: 60_000, explain });
    },
  );

  test.each([
    [MONITORING_NAMESPACE, 'grafana-vision'],
    ['telemetry', 'traces-team-vision'],
    ['telemetry', 'traces-platform'],
  ])('has pods in %s of %s, which the restricted namespace lets in', async (namespace, name) => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    const look = async () => {
      const { body } = await plane.client.send({ method: 'GET', path });
      return ((body as { status?: { replicas?: number } }).status?.replicas ?? 0) > 0 ? true : undefined;
    };
    const explain = async () => (await plane.kubectl(['get', 'events', '-n', namespace])).stdout;
    await waitFor(look, { what: `pods of ${name} to be made`, timeoutMilliseconds: 60_000, explain });
  });
});
