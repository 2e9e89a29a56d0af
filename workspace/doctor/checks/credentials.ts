import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, type CheckLine, found, notAsked, ok, type Patient } from '../check.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { cloudOf } from '../clouds/index.ts';

/** Whether anything is there to sign in with, and whether it is for the place that the spec names. No value is read. */
export const credentials: Check = {
  name: 'credentials',
  look: async (patient) => {
    const cloud = cloudOf(patient.spec.target.kind);
    if (cloud === undefined) return [];
    const where = whereabouts(cloud, patient);
    if (where === undefined) return [missing(cloud), ...spaces(patient)];
    return [ok('credentials', where), await cloud.whoami(patient), ...spaces(patient)];
  },
};

/** Where credentials lie: the name of a variable, or of a file. */
function whereabouts({ files, variables }: Cloud, { env, home }: Patient): string | undefined {
  const variable = variables.find((name) => (env[name] ?? '') !== '');
  if (variable !== undefined) return `in ${variable}`;
  const file = files.find((path) => existsSync(join(home, path)));
  return file === undefined ? undefined : `in ~/${file}`;
}

function missing({ signIn, variables }: Cloud): CheckLine {
  return found('credentials', {
    code: 'DOCTOR_CREDENTIALS_MISSING',
    level: 'warning',
    at: 'target',
    problem: `there are none here (${variables.slice(0, 2).join(', ')}): \`validate\`, \`synth\`, \`cost\` and \`rehearse\` work, \`pulumi up\` does not`,
    fix: signIn,
  });
}

/** Buckets of DigitalOcean have keys of their own. */
function spaces({ env, facts, spec }: Patient): CheckLine[] {
  if (spec.target.kind !== 'digitalocean' || facts.teams.every(({ bucket }) => bucket === undefined)) return [];
  const both = env['SPACES_ACCESS_KEY_ID'] && env['SPACES_SECRET_ACCESS_KEY'];
  return [
    both ? ok('Spaces', 'keys are in the environment') : notAsked('Spaces', 'no SPACES_ACCESS_KEY_ID: buckets need it'),
  ];
}
