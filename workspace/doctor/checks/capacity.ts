import { type Check, notAsked, type Patient } from '../check.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { cloudOf } from '../clouds/index.ts';
import { type PoolNeed, poolNeeds } from '../pool-need.ts';

/** Whether the region offers each pool's machines to this account. That some are free right now, no cloud says. */
export const capacity: Check = {
  name: 'capacity',
  look: (patient) => asking(patient, (cloud, needs) => Promise.all(needs.map((need) => cloud.offered(patient, need)))),
};

/** Whether the account's quotas leave room for the pools at their largest. */
export const quota: Check = {
  name: 'quota',
  look: (patient) => asking(patient, async (cloud, needs) => [...(await cloud.quotas(patient, needs))]),
};

async function asking<T>(patient: Patient, ask: (cloud: Cloud, needs: readonly PoolNeed[]) => Promise<T[]>) {
  const cloud = cloudOf(patient.spec.target.kind);
  const needs = poolNeeds(patient);
  if (cloud === undefined || needs.length === 0) return [];
  const answer = await patient.ask(cloud.cli, cloud.cli === 'aws' ? '--version' : 'version');
  return answer.kind === 'missing'
    ? [notAsked('accelerators', `${cloud.cli} is not installed: ${cloud.signIn}, and install it`)]
    : ask(cloud, needs);
}
