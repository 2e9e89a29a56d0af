import type { AwsTarget } from '../../../spec/target.ts';
import { type CheckLine, found, notAsked, ok, type Patient } from '../check.ts';
import { askJson } from '../json-answer.ts';
import type { PoolNeed } from '../pool-need.ts';
import { byKey, type Cloud, offeredInZones, quotaShort, sumOf } from './cloud.ts';

/** AWS, through `aws`. */
export const aws: Cloud = {
  cli: 'aws',
  variables: ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  files: ['.aws/credentials', '.aws/config'],
  signIn: 'run `aws configure sso`, or set AWS_PROFILE',
  whoami,
  offered,
  quotas,
};

function targetOf({ spec }: Patient): AwsTarget {
  return spec.target as AwsTarget;
}

async function whoami(patient: Patient): Promise<CheckLine> {
  const { account } = targetOf(patient);
  const about = 'account';
  const answer = await askJson<{ Account: string; Arn: string }>(
    patient.ask,
    'aws',
    'sts',
    'get-caller-identity',
    '--output',
    'json',
  );
  if ('because' in answer) return notAsked(about, answer.because);
  const { Account, Arn } = answer.value;
  if (Account === account) return ok(about, `${Arn}`);
  return found(about, {
    code: 'DOCTOR_ACCOUNT_OTHER',
    level: 'error',
    at: 'target.account',
    problem: `the credentials belong to account ${Account}, and the spec names ${account}`,
    fix: 'set AWS_PROFILE to a profile of that account, or correct target.account',
  });
}

async function offered(patient: Patient, need: PoolNeed): Promise<CheckLine> {
  const { region } = targetOf(patient);
  const answer = await askJson<{ InstanceTypeOfferings: { Location: string }[] }>(
    patient.ask,
    'aws',
    ...['ec2', 'describe-instance-type-offerings', '--location-type', 'availability-zone', '--region', region],
    ...['--filters', `Name=instance-type,Values=${need.instance}`, '--output', 'json'],
  );
  if ('because' in answer) return notAsked(need.instance, answer.because);
  const zones = answer.value.InstanceTypeOfferings.map(({ Location }) => Location).sort();
  return offeredInZones(need, region, zones, 'instance type');
}

/** Families that share a quota, by the first letters of the instance type; and the words of the quota's name. */
const FAMILIES = [
  { types: /^p5/, demand: / P instances/, spot: /All P5 Spot|All P Spot/ },
  { types: /^p/, demand: / P instances/, spot: /All P4, P3 and P2 Spot|All P Spot/ },
  { types: /^(g|vt)/, demand: / G and VT instances/, spot: /All G and VT Spot/ },
  { types: /^trn/, demand: / Trn instances/, spot: /All Trn Spot/ },
  { types: /^inf/, demand: / Inf instances/, spot: /All Inf Spot/ },
];

/** Words of the quota that a pool counts against. A Capacity Block counts against none. */
function wordsFor({ instance, pool }: PoolNeed): RegExp | undefined {
  if (pool.capacity.kind === 'capacityBlock') return undefined;
  const family = FAMILIES.find(({ types }) => types.test(instance));
  return pool.capacity.kind === 'spot' ? family?.spot : family?.demand;
}

async function quotas(patient: Patient, needs: readonly PoolNeed[]): Promise<readonly CheckLine[]> {
  const groups = byKey(needs, wordsFor);
  if (groups.length === 0) return [];
  const { region } = targetOf(patient);
  const answer = await askJson<{ Quotas: { QuotaName: string; Value: number }[] }>(
    patient.ask,
    'aws',
    ...['service-quotas', 'list-service-quotas', '--service-code', 'ec2', '--region', region, '--output', 'json'],
  );
  if ('because' in answer) return [notAsked('quotas', answer.because)];
  return groups.map(([words, group]) => {
    const quota = answer.value.Quotas.find(({ QuotaName }) => words.test(QuotaName));
    const wanted = sumOf(group, ({ vcpus }) => vcpus);
    const about = quota?.QuotaName ?? group.map(({ instance }) => instance).join(', ');
    if (quota === undefined) return notAsked(about, `${region} lists no quota for it`);
    if (wanted === undefined) return notAsked(about, 'the catalogue does not know the vCPUs of a type');
    if (wanted <= quota.Value) return ok(about, `${quota.Value} vCPUs, and the pools want ${wanted}`);
    const fix = `ask AWS for ${wanted} vCPUs of "${about}" in ${region} (Service Quotas); it takes days`;
    return quotaShort(about, group[0]?.at ?? 'pools', wanted, 'vCPUs', quota.Value, fix);
  });
}
