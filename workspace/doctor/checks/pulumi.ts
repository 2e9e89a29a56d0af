import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, type CheckLine, found, notAsked, ok, type Patient } from '../check.ts';
import { type PulumiProjectFiles, projectOf, stacksFor } from '../pulumi-project.ts';

/** The project around the spec: where its state lies, and which stacks build the spec. Nobody is asked; the files are read. */
export const pulumi: Check = {
  name: 'pulumi',
  look: (patient): readonly CheckLine[] => {
    const project = projectOf(patient);
    if (project !== undefined) return [backend(patient, project), ...stacks(patient, project)];
    if (patient.spec.delivery.kind !== 'pulumi') return [];
    return [
      found('project', {
        code: 'DOCTOR_PULUMI_PROJECT_MISSING',
        level: 'error',
        at: 'delivery.kind',
        problem: 'Pulumi delivers, and no Pulumi.yaml lies beside the spec or above it',
        fix: 'make one with `plinth init --delivery pulumi` in another folder, and move the spec there',
      }),
    ];
  },
};

function backend({ env, home }: Patient, { backend: chosen }: PulumiProjectFiles): CheckLine {
  if (env['PULUMI_BACKEND_URL']) return ok('state', 'in PULUMI_BACKEND_URL');
  if (chosen !== undefined) return ok('state', chosen);
  const signedIn = existsSync(join(env['PULUMI_HOME'] ?? join(home, '.pulumi'), 'credentials.json'));
  if (signedIn) return ok('state', 'where `pulumi login` was last');
  return found('state', {
    code: 'DOCTOR_STATE_UNKNOWN',
    level: 'error',
    at: 'Pulumi.yaml',
    problem: 'nobody chose where the state lies',
    fix: 'write backend.url into Pulumi.yaml, or run `pulumi login`',
  });
}

function stacks({ env, file }: Patient, project: PulumiProjectFiles): readonly CheckLine[] {
  const building = stacksFor(file, project);
  if (building.length === 0)
    return [
      found('stack', {
        code: 'DOCTOR_STACK_MISSING',
        level: 'warning',
        at: 'plinth:spec',
        problem: `none of ${project.stacks.map(({ name }) => name).join(', ') || 'no stacks'} names ${file}`,
        fix: 'pulumi config set plinth:spec FILE, in the stack that shall build it',
      }),
    ];
  const unlocked = Boolean(env['PULUMI_CONFIG_PASSPHRASE'] ?? env['PULUMI_CONFIG_PASSPHRASE_FILE']);
  return building.map(({ name, usesPassphrase }) =>
    usesPassphrase && !unlocked
      ? notAsked(name, 'a passphrase unlocks its secrets, and neither PULUMI_CONFIG_PASSPHRASE nor its _FILE is set')
      : ok(name, 'builds this spec'),
  );
}
