import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { argoCdValues } from '../../constructs/delivery/argo-cd-values.ts';
import { deliveryFiles } from '../../constructs/delivery/index.ts';
import { EVERY_SLO } from '../../constructs/observability/rules/every-alert.ts';
import { sloGroups } from '../../constructs/observability/rules/slo.ts';
import { JUDGE_NAMESPACE } from '../../constructs/verification/index.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { PrometheusRun } from '../constructs/observability/prometheus-run.ts';
import { SampleRun } from '../constructs/observability/sample-run.ts';
import { verifiedPlatform } from '../constructs/verification/verification-sample.ts';
import { rendered } from '../sample.ts';
import { ArgoCd, argoCdDefinitions, hasRedis } from './argo-cd-plane.ts';
import { define, PATH } from './delivered-platform.ts';
import { GitServer } from './git-server.ts';
import { cluster } from './pulumi-cluster.ts';
import { runJudge, toldOutcome } from './release-judge.ts';

const WAVE = 'lab-30-tenants';
/** What stands for everything that the wave brings. */
const CONTENT = '/api/v1/namespaces/vision/configmaps/settings';

/** A Prometheus with the rules of one promise, and an API server that fails in so many of a hundred requests. */
function prometheusOf(failing: number): Promise<PrometheusRun> {
  const run = new SampleRun(90, 7);
  const labels = { verb: 'GET', resource: 'pods' };
  run.counter('apiserver_request_total', { ...labels, code: '200' }, 1_000 * (1 - failing / 100));
  run.counter('apiserver_request_total', { ...labels, code: '500' }, 1_000 * (failing / 100));
  const programs = { prometheus: engineBinary('prometheus'), promtool: engineBinary('promtool') };
  return PrometheusRun.start(
    programs,
    run,
    EVERY_SLO.filter(({ name }) => name === 'api-availability').flatMap(sloGroups),
  );
}

describe.skipIf(!hasRedis())('the real Argo CD before the real gate before the real Prometheus', () => {
  const planes: ControlPlane[] = [];
  let plane: ControlPlane;
  let git: GitServer;
  let argoCd: ArgoCd;
  let quiet: PrometheusRun;
  let burning: PrometheusRun;

  beforeAll(async () => {
    await buildEngines(['core']);
    await buildPrograms([engine('argo-cd'), engine('prometheus'), engine('promtool')]);
    [quiet, burning] = await Promise.all([prometheusOf(0.01), prometheusOf(20)]);
    git = await GitServer.start();
    plane = await cluster(planes);
    await define(plane, await argoCdDefinitions());
    for (const name of ['vision', JUDGE_NAMESPACE]) await plane.client.apply(namespace(name));
    argoCd = await ArgoCd.start(plane, git, argoCdValues().configs.cm);
  }, 1_800_000);

  afterAll(async () => {
    await Promise.all([...planes.map((each) => each.stop()), git?.stop(), quiet?.stop(), burning?.stop()]);
  });

  /** The delivery of a platform whose last wave is gated, with one object in that wave. */
  function files(version: number, gated = true): ReadonlyMap<string, readonly KubernetesObject[]> {
    const delivery = { kind: 'argocd', repository: git.repository, path: PATH } as const;
    const burn = gated ? { watch: '1s' as const } : undefined;
    const made = deliveryFiles(rendered(verifiedPlatform({ burn }, { delivery })).platform);
    const settings = { ...namespace('settings'), kind: 'ConfigMap', data: { version: `${version}` } };
    const content = { ...settings, metadata: { name: 'settings', namespace: 'vision' } };
    return new Map([...made, ['30-tenants/settings.yaml', [content]]]);
  }

  async function commit(version: number, gated = true): Promise<void> {
    const texts = [...files(version, gated)].map(
      ([path, objects]) =>
        [
          path,
          toldOutcome(objects)
            .map((object) => stringify(object))
            .join('---\n'),
        ] as const,
    );
    await git.commit(PATH, new Map(texts));
    for (const path of ['argocd/project.yaml', 'argocd/apps/30-tenants.yaml'])
      for (const object of files(version, gated).get(path) ?? [])
        expect((await plane.client.apply(object)).status, path).toBeLessThan(300);
  }

  const judged = (by: PrometheusRun) => runJudge(plane, JUDGE_NAMESPACE, by.url);

  async function version(): Promise<string | undefined> {
    const { body, status } = await plane.client.send({ method: 'GET', path: CONTENT });
    return status === 200 ? (body as { data: { version: string } }).data.version : undefined;
  }

  /** Waits for what the Application of the wave says of its last sync. */
  function until(what: string, said: RegExp): Promise<true> {
    return argoCd.until(what, (found) => {
      const { status } = found.find(({ metadata }) => metadata.name === WAVE) ?? {};
      const { message, phase } = status?.operationState ?? {};
      return said.test(`${phase}: ${message}`);
    });
  }

  test('promises that hold let the wave begin, after they were asked and not before', async () => {
    await commit(1);
    const { code, output } = await judged(quiet);
    expect(await version()).toBeUndefined();
    expect(output).toMatch(/quiet {2}none of 1 promises is broken 6 times too fast/);
    expect(code).toBe(0);
    await until('the first wave', /^Succeeded/);
    expect(await version()).toBe('1');
  }, 120_000);

  test('one that burns stops the next one: nothing of it is changed', async () => {
    await commit(2);
    const { code, output } = await judged(burning);
    expect(output).toMatch(
      /burning {2}error budgets are spent too fast: api-availability \d+ times; 6 times stop a wave: stop/,
    );
    expect(code).toBe(1);
    // It is tried again in a while; until then it says so.
    await until('the wave to be stopped', /unsuccessfully/);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(await version()).toBe('1');
  }, 120_000);

  test('is asked again, and goes on when nothing burns any more', async () => {
    expect((await judged(quiet)).code).toBe(0);
    await until('the wave to be let through', /^Succeeded/);
    expect(await version()).toBe('2');
  }, 120_000);

  test('a commit that takes the gate out goes through: what mends must not wait for what it mends', async () => {
    await commit(3, false);
    const end = Date.now() + 30_000;
    while ((await version()) !== '3' && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await version()).toBe('3');
  }, 120_000);
});

function namespace(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
