import type { AzureTarget } from '../../../spec/target.ts';
import { type CheckLine, found, notAsked, ok, type Patient } from '../check.ts';
import { askJson } from '../json-answer.ts';
import type { PoolNeed } from '../pool-need.ts';
import { byKey, type Cloud, missingZones, notOffered, quotaShort, sumOf } from './cloud.ts';

/** Azure, through `az`. */
export const azure: Cloud = {
  cli: 'az',
  variables: ['ARM_CLIENT_ID', 'ARM_USE_OIDC', 'ARM_USE_MSI', 'AZURE_CLIENT_ID'],
  files: ['.azure/msal_token_cache.json', '.azure/azureProfile.json'],
  signIn: 'run `az login`',
  whoami,
  offered,
  quotas,
};

/** A size as Azure lists it. */
interface Sku {
  readonly name: string;
  readonly family: string;
  readonly locationInfo?: readonly { readonly zones?: readonly string[] }[];
  readonly restrictions?: readonly { readonly type: string; readonly reasonCode: string }[];
}

function targetOf({ spec }: Patient): AzureTarget {
  return spec.target as AzureTarget;
}

async function whoami(patient: Patient): Promise<CheckLine> {
  const { subscription } = targetOf(patient);
  const answer = await askJson<{ id: string; name: string; state: string }>(
    patient.ask,
    'az',
    ...['account', 'show', '--subscription', subscription, '--output', 'json'],
  );
  if ('because' in answer) return notAsked('subscription', answer.because);
  const { name, state } = answer.value;
  if (state === 'Enabled') return ok('subscription', `${name}, enabled`);
  return found('subscription', {
    code: 'DOCTOR_ACCOUNT_OTHER',
    level: 'error',
    at: 'target.subscription',
    problem: `the subscription ${name} is ${state}`,
    fix: 'enable it, or name another one',
  });
}

/** Sizes of the region with a name; Azure answers with all whose name begins so. */
async function skusOf(patient: Patient, instance: string) {
  const { region, subscription } = targetOf(patient);
  const place = ['--location', region, '--subscription', subscription, '--output', 'json'];
  const answer = await askJson<Sku[]>(patient.ask, 'az', 'vm', 'list-skus', '--all', '--size', instance, ...place);
  return 'because' in answer ? answer : { value: answer.value.find(({ name }) => name === instance) };
}

async function offered(patient: Patient, need: PoolNeed): Promise<CheckLine> {
  const { region } = targetOf(patient);
  const answer = await skusOf(patient, need.instance);
  if ('because' in answer) return notAsked(need.instance, answer.because);
  const sku = answer.value;
  if (sku === undefined)
    return notOffered(need, `${region} does not have ${need.instance}`, 'choose another region, or another size');
  const closed = sku.restrictions?.find(({ type }) => type === 'Location');
  if (closed !== undefined)
    return notOffered(
      need,
      `${region} does not sell ${need.instance} to this subscription (${closed.reasonCode})`,
      'ask Azure to open the size for the subscription, or choose another region',
    );
  const zones = [...new Set(sku.locationInfo?.flatMap((each) => each.zones ?? []))].sort();
  const missing = missingZones(need, zones);
  if (zones.length > 0 && missing.length > 0)
    return notOffered(
      need,
      `zone ${missing.join(', ')} does not have ${need.instance}; ${zones.join(', ')} does`,
      'name those zones',
    );
  return ok(need.instance, zones.length === 0 ? 'offered, in no zone' : `offered in zones ${zones.join(', ')}`);
}

async function quotas(patient: Patient, needs: readonly PoolNeed[]): Promise<readonly CheckLine[]> {
  if (needs.length === 0) return [];
  const { region, subscription } = targetOf(patient);
  const place = ['--location', region, '--subscription', subscription, '--output', 'json'];
  const answer = await askJson<{ name: { value: string }; limit: number | string; currentValue: number | string }[]>(
    patient.ask,
    'az',
    ...['vm', 'list-usage', ...place],
  );
  if ('because' in answer) return [notAsked('quotas', answer.because)];
  const families = new Map<string, string>();
  for (const { instance } of needs) {
    const sku = await skusOf(patient, instance);
    if ('value' in sku && sku.value !== undefined) families.set(instance, sku.value.family);
  }
  return byKey(needs, ({ instance, pool }) => (pool.capacity.kind === 'spot' ? SPOT : families.get(instance))).map(
    ([family, group]) => {
      const quota = answer.value.find(({ name }) => name.value.toLowerCase() === family.toLowerCase());
      const wanted = sumOf(group, ({ vcpus }) => vcpus);
      if (quota === undefined || wanted === undefined) return notAsked(family, `${region} lists no quota for it`);
      const left = Number(quota.limit) - Number(quota.currentValue);
      if (wanted <= left) return ok(family, `${left} vCPUs left, and the pools want ${wanted}`);
      const fix = `ask Azure for ${wanted + Number(quota.currentValue)} vCPUs of ${family} in ${region} (Quotas)`;
      return quotaShort(family, group[0]?.at ?? 'pools', wanted, 'vCPUs', left, fix);
    },
  );
}

/** All spot machines count against one quota. */
const SPOT = 'lowPriorityCores';
