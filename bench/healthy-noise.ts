import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertGroups } from '../constructs/observability/rules/alert-groups.ts';
import { type Alert, type RoomName, type RuleGroup, ruleGroupJson } from '../constructs/observability/rules/rule.ts';
import type { ControlPlane } from '../rehearsal/control-plane.ts';
import { buildEngines } from '../rehearsal/engines.ts';
import { parseWorkloads } from '../rehearsal/workloads/parse-workloads.ts';
import { runWorkloads } from '../rehearsal/workloads/run-workloads.ts';
import { API_VERSION } from '../spec/platform.ts';
import { readExpression } from '../test/constructs/observability/promql.ts';
import { asked, startPrometheus } from '../test/e2e/observability-plane.ts';
import { type StandingPlatform, standingPlatform, workloadsPlatform } from '../test/e2e/workloads-platform.ts';
import { clusterState } from './cluster-state.ts';

/** A minute of the rules is a second here: windows, pauses and `for` are divided. */
const SPEED = 60;
/** Jobs of the run, one every five minutes. */
const JOBS = 36;
/** Rooms of the platform that runs: rules of others would speak of what is not there. */
const ROOMS: readonly RoomName[] = ['tenancy', 'accelerators', 'queueing', 'training', 'observability'];
/** Account that may read every figure. */
const READER = { name: 'noise', namespace: 'default' } as const;

/** How much the platform's alerts say while nothing is wrong. */
export interface HealthyNoise {
  /** Minutes of the rules' time; seconds of a watch. */
  readonly minutes: number;
  /** Jobs that ran, and how many of them to their end. */
  readonly jobs: { readonly all: number; readonly succeeded: number };
  /** Alerts all of whose figures were there: those that could fire. */
  readonly alerts: readonly string[];
  /** Minutes in which each that fired did. */
  readonly firing: Readonly<Record<string, number>>;
  /** Part of all minutes of all those alerts that one fired in. */
  readonly part: number;
}

/**
 * The real Prometheus asks the real controllers and the real API server while ordinary jobs run, with every rule of the platform in
 * compressed time. Counted are minutes in which an alert fires, among those of the alerts that had their figures. Rates per second and
 * times that programs take are not compressed: both are those of this machine.
 */
export async function healthyNoise(): Promise<HealthyNoise> {
  await buildEngines(['core', 'batch', 'observability']);
  const standing = await standingPlatform(workloadsPlatform());
  const { facts, plane, spec } = standing;
  try {
    const groups = alertGroups({ spec, facts, rooms: ROOMS });
    const address = await prometheus(standing, groups);
    const begun = Date.now();
    const plan = parseWorkloads(workloads(), spec);
    const { jobs } = await runWorkloads(plane, plan, { facts, spec, timeLimitSeconds: 900 });
    const minutes = Math.floor((Date.now() - begun) / 1_000);
    const speaking = await speakingAlerts(address, groups, minutes);
    const firing = await firingMinutes(address, minutes, new Set(speaking.map(({ name }) => name)));
    const sum = Object.values(firing).reduce((total, each) => total + each, 0);
    return {
      minutes,
      jobs: { all: jobs.length, succeeded: jobs.filter(({ outcome }) => outcome === 'succeeded').length },
      alerts: speaking.map(({ name }) => name),
      firing,
      part: sum / (speaking.length * minutes),
    };
  } finally {
    await plane.stop();
  }
}

/** Work that the platform has room for, of two teams by turns. */
function workloads() {
  const jobs = Array.from({ length: JOBS }, (_, at) => ({
    name: `job-${at}`,
    team: at % 2 === 0 ? 'vision' : 'speech',
    pool: 'train-h100',
    at: `${at * 5 + 1}m`,
    duration: '12m',
  }));
  return { apiVersion: API_VERSION, kind: 'Workloads', speed: SPEED, jobs };
}

async function prometheus({ plane, staged }: StandingPlatform, groups: readonly RuleGroup[]): Promise<string> {
  const folder = plane.files.path('prometheus');
  mkdirSync(folder, { recursive: true });
  const token = await readerToken(plane);
  const own = { scheme: 'http' } as const;
  const secured = {
    scheme: 'https',
    authorization: { credentials: token },
    tls_config: { insecure_skip_verify: true },
  } as const;
  const scrape = (job: string, host: string, namespace: string, how: typeof own | typeof secured, interval = '1s') => ({
    ...{ job_name: job, ...how, honor_labels: how === own, scrape_interval: interval, scrape_timeout: interval },
    static_configs: [{ targets: [host], labels: { namespace } }],
  });
  const config = {
    global: { evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: [
      scrape('apiserver', new URL(plane.server).host, 'default', secured, '2s'),
      scrape('kube-state-metrics', await clusterState(plane), 'monitoring', own),
      ...staged.controllers.map(({ metricsUrl, name, namespace }) =>
        scrape(name, new URL(metricsUrl).host, namespace, secured),
      ),
    ],
  };
  writeFileSync(`${folder}.yaml`, JSON.stringify(config));
  const written = { groups: groups.map((group) => compressed(ruleGroupJson(group))) };
  writeFileSync(join(plane.files.folder, 'rules.yaml'), JSON.stringify(written));
  return startPrometheus(plane, `${folder}.yaml`, folder);
}

/** Every length of time in some rules, divided. */
function compressed<T>(rules: T): T {
  const text = JSON.stringify(rules)
    .replaceAll(/\[(\d+[smhd])(?::(\d*[smhd]?))?\]/g, (_, range: string, step?: string) =>
      step === undefined ? `[${shorter(range)}]` : `[${shorter(range)}:${step === '' ? '' : shorter(step)}]`,
    )
    .replaceAll(/"(for|interval)":"(\d+[smhd])"/g, (_, key: string, time: string) => `"${key}":"${shorter(time)}"`);
  return JSON.parse(text) as T;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

function shorter(time: string): string {
  return `${Math.round((Number(time.slice(0, -1)) * (SECONDS[time.slice(-1)] ?? 1) * 1_000) / SPEED)}ms`;
}

async function readerToken(plane: ControlPlane): Promise<string> {
  const rbac = 'rbac.authorization.k8s.io';
  await plane.client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: READER });
  await plane.client.apply({
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: READER.name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', ...READER }],
  } as never);
  const path = `/api/v1/namespaces/${READER.namespace}/serviceaccounts/${READER.name}/token`;
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 7_200 } };
  const answer = await plane.client.send({ method: 'POST', path, body });
  return (answer.body as { status: { token: string } }).status.token;
}

/** Alerts all of whose figures were there: of an objective's, those of that objective. */
async function speakingAlerts(
  address: string,
  groups: readonly RuleGroup[],
  minutes: number,
): Promise<readonly Alert[]> {
  const speaking: Alert[] = [];
  for (const alert of groups.flatMap(({ alerts }) => alerts)) {
    if (alert.severity === 'none') continue;
    const [, slo = ''] = /slo="([^"]+)"/.exec(alert.expr) ?? [];
    const metrics = [...new Set(readExpression(alert.expr).selectors.map(({ metric }) => metric))];
    const counts = metrics.map((metric) => {
      const matchers = `__name__="${metric}"${metric.startsWith('slo:') ? `,slo="${slo}"` : ''}`;
      return count(address, `{${matchers}}[${minutes}s]`);
    });
    if (metrics.length > 0 && (await Promise.all(counts)).every((series) => series > 0)) speaking.push(alert);
  }
  return speaking;
}

async function count(address: string, series: string): Promise<number> {
  const [found] = await answer(address, `count(count_over_time(${series}))`);
  return Number(found?.value[1] ?? 0);
}

async function firingMinutes(
  address: string,
  minutes: number,
  speaking: ReadonlySet<string>,
): Promise<Readonly<Record<string, number>>> {
  const firing = 'count by (alertname) (ALERTS{alertstate="firing",severity!="none"})';
  const found = await answer(address, `count_over_time((${firing})[${minutes}s:1s])`);
  const all = found.map(({ metric, value }) => [metric['alertname'] ?? '', Number(value[1])] as const);
  return Object.fromEntries(all.filter(([name]) => speaking.has(name)));
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function answer(address: string, query: string): Promise<readonly Sample[]> {
  const { result } = await asked<{ result: readonly Sample[] }>(address, `query?query=${encodeURIComponent(query)}`);
  return result;
}
