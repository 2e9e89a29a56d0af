import type { GcpTarget } from '../../../spec/target.ts';
import { type CheckLine, notAsked, ok, type Patient } from '../check.ts';
import { askJson } from '../json-answer.ts';
import type { PoolNeed } from '../pool-need.ts';
import { byKey, type Cloud, offeredInZones, quotaShort, sumOf } from './cloud.ts';

/** Google Cloud, through `gcloud`. */
export const gcp: Cloud = {
  cli: 'gcloud',
  variables: ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CREDENTIALS', 'GOOGLE_OAUTH_ACCESS_TOKEN'],
  files: ['.config/gcloud/application_default_credentials.json'],
  signIn: 'run `gcloud auth application-default login`',
  whoami,
  offered,
  quotas,
};

function targetOf({ spec }: Patient): GcpTarget {
  return spec.target as GcpTarget;
}

async function whoami(patient: Patient): Promise<CheckLine> {
  const { project } = targetOf(patient);
  const answer = await askJson<{ lifecycleState?: string; projectNumber?: string }>(
    patient.ask,
    'gcloud',
    ...['projects', 'describe', project, '--format=json'],
  );
  if ('because' in answer) return notAsked('project', answer.because);
  return ok(
    'project',
    `${project} (${answer.value.projectNumber ?? 'unknown number'}, ${answer.value.lifecycleState ?? ''})`,
  );
}

async function offered(patient: Patient, need: PoolNeed): Promise<CheckLine> {
  const { project, region } = targetOf(patient);
  const answer = await askJson<{ zone: string }[]>(
    patient.ask,
    'gcloud',
    ...[
      'compute',
      'machine-types',
      'list',
      `--project=${project}`,
      `--filter=name=${need.instance}`,
      '--format=json(zone)',
    ],
  );
  if ('because' in answer) return notAsked(need.instance, answer.because);
  const zones = answer.value
    .map(({ zone }) => zone.slice(zone.lastIndexOf('/') + 1))
    .filter((zone) => zone.startsWith(`${region}-`))
    .sort();
  return offeredInZones(need, region, zones, 'machine type');
}

/** Quotas of a region by accelerator. Google keeps those of newer ones elsewhere (Cloud Quotas), which `gcloud` shows only in alpha. */
const METRICS: Readonly<Record<string, string>> = {
  'nvidia-a100-40gb': 'NVIDIA_A100_GPUS',
  'nvidia-a100-80gb': 'NVIDIA_A100_80GB_GPUS',
  'nvidia-h100-80gb': 'NVIDIA_H100_GPUS',
  'nvidia-l4': 'NVIDIA_L4_GPUS',
  'nvidia-t4': 'NVIDIA_T4_GPUS',
};

function metricFor({ accelerator, pool: { capacity } }: PoolNeed): string {
  const metric = METRICS[accelerator] ?? accelerator;
  return METRICS[accelerator] !== undefined && isPreemptible(capacity.kind) ? `PREEMPTIBLE_${metric}` : metric;
}

/** Machines that wait in a queue or end after a time count as preemptible. */
function isPreemptible(kind: string): boolean {
  return kind === 'spot' || kind === 'flexStart' || kind === 'queued';
}

async function quotas(patient: Patient, needs: readonly PoolNeed[]): Promise<readonly CheckLine[]> {
  const groups = byKey(needs, metricFor);
  if (groups.length === 0) return [];
  const { project, region } = targetOf(patient);
  const answer = await askJson<{ quotas: { metric: string; limit: number; usage: number }[] }>(
    patient.ask,
    'gcloud',
    ...['compute', 'regions', 'describe', region, `--project=${project}`, '--format=json(quotas)'],
  );
  if ('because' in answer) return [notAsked('quotas', answer.because)];
  return groups.map(([metric, group]) => {
    const quota = answer.value.quotas.find((each) => each.metric === metric);
    const wanted = sumOf(group, ({ devices }) => devices) ?? 0;
    if (quota === undefined)
      return notAsked(metric, 'Google keeps this quota in Cloud Quotas: look for it in the console');
    const left = quota.limit - quota.usage;
    if (wanted <= left) return ok(metric, `${left} accelerators left, and the pools want ${wanted}`);
    const fix = `ask Google for ${wanted + quota.usage} of ${metric} in ${region} (IAM & Admin, Quotas)`;
    return quotaShort(metric, group[0]?.at ?? 'pools', wanted, 'accelerators', left, fix);
  });
}
