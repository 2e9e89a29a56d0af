import type { DigitalOceanTarget } from '../../../spec/target.ts';
import { type CheckLine, notAsked, ok, type Patient } from '../check.ts';
import { askJson } from '../json-answer.ts';
import type { PoolNeed } from '../pool-need.ts';
import { type Cloud, notOffered } from './cloud.ts';

/** DigitalOcean, through `doctl`. */
export const digitalocean: Cloud = {
  cli: 'doctl',
  variables: ['DIGITALOCEAN_TOKEN', 'DIGITALOCEAN_ACCESS_TOKEN'],
  // What doctl keeps is its own: Pulumi reads the variable only.
  files: [],
  signIn: 'set DIGITALOCEAN_TOKEN, and SPACES_ACCESS_KEY_ID and SPACES_SECRET_ACCESS_KEY for buckets',
  whoami,
  offered,
  quotas: async ({ ask }, needs) => (needs.length === 0 ? [] : dropletLimit(ask)),
};

async function whoami({ ask }: Patient): Promise<CheckLine> {
  const answer = await askJson<
    { status?: string; team?: { name?: string } } | { status?: string; team?: { name?: string } }[]
  >(ask, 'doctl', ...['account', 'get', '--output', 'json']);
  if ('because' in answer) return notAsked('team', answer.because);
  const account = Array.isArray(answer.value) ? answer.value[0] : answer.value;
  return ok('team', `${account?.team?.name ?? 'unknown team'}, ${account?.status ?? 'unknown state'}`);
}

async function offered(patient: Patient, need: PoolNeed): Promise<CheckLine> {
  const { region } = patient.spec.target as DigitalOceanTarget;
  const answer = await askJson<{ slug: string; available?: boolean; regions?: readonly string[] }[]>(
    patient.ask,
    'doctl',
    ...['compute', 'size', 'list', '--output', 'json'],
  );
  if ('because' in answer) return notAsked(need.instance, answer.because);
  const size = answer.value.find(({ slug }) => slug === need.instance);
  // A new account sees GPU sizes as available, in no region: that is the quota.
  if (size === undefined || size.available === false || size.regions?.length === 0)
    return notOffered(
      need,
      `this account cannot have ${need.instance} in any region`,
      'ask DigitalOcean for GPU Droplets by a ticket',
    );
  if (size.regions !== undefined && !size.regions.includes(region))
    return notOffered(
      need,
      `${region} does not offer ${need.instance}; ${size.regions.join(', ')} does`,
      'choose one of those regions',
    );
  return ok(need.instance, `offered in ${size.regions?.join(', ') ?? 'unknown regions'}`);
}

async function dropletLimit(ask: Patient['ask']): Promise<readonly CheckLine[]> {
  const answer = await askJson<{ droplet_limit?: number } | { droplet_limit?: number }[]>(
    ask,
    'doctl',
    ...['account', 'get', '--output', 'json'],
  );
  if ('because' in answer) return [notAsked('quotas', answer.because)];
  const account = Array.isArray(answer.value) ? answer.value[0] : answer.value;
  return [
    notAsked(
      'GPU quota',
      `DigitalOcean tells nobody; the account may have ${account?.droplet_limit ?? '?'} machines in all`,
    ),
  ];
}
