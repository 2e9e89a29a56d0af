import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type Finding, PlatformError } from '../../../spec/finding.ts';
import { API_VERSION } from '../../../spec/platform.ts';
import { readSource } from '../../../spec/source-file.ts';
import { run } from '../../lock/run.ts';
import { ageFindings, type FiledGate, readEvidence } from './evidence-file.ts';
import { type GateCode, type GateOutcome, type GateScene, gateFinding, type PlacedGate } from './gate-outcome.ts';

type ApprovalGate = Extract<FiledGate, { readonly kind: 'approval' }>;

/** A person's word for one version and one stage. */
const approval = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('FleetApproval'),
  fleet: z.string(),
  stage: z.string(),
  version: z.string(),
  by: z.string(),
  date: z.iso.date(),
});

type Approval = z.output<typeof approval>;

/** Holds an approval against the version: it is of a person who may, committed as it stands, and signed off by that person. */
export async function approvalOutcome(scene: GateScene, placed: PlacedGate<ApprovalGate>): Promise<GateOutcome> {
  const make = (path: string) => `let who agrees write ${approvalText(scene)} into ${path} and git commit --signoff it`;
  const evidence = await readEvidence(scene, placed, make);
  if ('finding' in evidence) return { gate: 'approval', findings: [evidence.finding] };
  const { file, text } = evidence;
  const said = approvalIn(file, text);
  const wrong = (code: GateCode, problem: string, fix: string) => gateFinding(scene, placed, code, { problem, fix });
  if (typeof said === 'string')
    return { gate: 'approval', file, findings: [wrong('FLEET_EVIDENCE_INVALID', `${file}: ${said}`, make(file))] };
  const findings = [
    ...otherFindings(scene, said, (problem) => wrong('FLEET_EVIDENCE_OTHER', `${file} ${problem}`, make(file))),
    ...(placed.gate.from.includes(said.by)
      ? []
      : [
          wrong(
            'FLEET_APPROVAL_WHO',
            `${file} is of ${said.by}, who may not approve ${scene.plan.stage.name}`,
            `ask one of these: ${placed.gate.from.join(', ')}`,
          ),
        ]),
    ...ageFindings(scene, placed, { file, made: new Date(said.date), again: 'ask again, with the date of today' }),
    ...(await unsignedFindings(file, said, (problem, fix) => wrong('FLEET_APPROVAL_UNSIGNED', problem, fix))),
  ];
  const because = `${file}: ${said.by} on ${said.date}, for ${said.version.slice(0, 19)}…`;
  return { gate: 'approval', file, findings, ...(findings.length > 0 ? {} : { because }) };
}

/** What a person writes to approve: YAML in one line. */
function approvalText({ loaded, now, plan }: GateScene): string {
  const fields = [
    `apiVersion: ${API_VERSION}`,
    'kind: FleetApproval',
    `fleet: ${loaded.fleet.metadata.name}`,
    `stage: ${plan.stage.name}`,
    `version: "${plan.version}"`,
    'by: NAME <ADDRESS>',
    `date: ${now.toISOString().slice(0, 10)}`,
  ];
  return `{ ${fields.join(', ')} }`;
}

function approvalIn(file: string, text: string): Approval | string {
  try {
    const result = approval.safeParse(readSource(file, new TextEncoder().encode(text)).content);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    return `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'it is no approval'}`;
  } catch (error) {
    if (error instanceof PlatformError) return error.findings[0]?.problem ?? 'it is not YAML';
    throw error;
  }
}

function otherFindings(
  { loaded, plan }: GateScene,
  { fleet, stage, version }: Approval,
  wrong: (problem: string) => Finding,
): Finding[] {
  if (fleet !== loaded.fleet.metadata.name) return [wrong(`approves something for the fleet ${fleet}`)];
  if (stage !== plan.stage.name) return [wrong(`approves something for the stage ${stage}`)];
  return version === plan.version
    ? []
    : [wrong(`approves ${version.slice(0, 19)}…, and ${plan.version.slice(0, 19)}… would be promoted`)];
}

/** A file that anybody could have written says nothing of who approved: its commit does, as far as the repository guards who may push. */
async function unsignedFindings(
  file: string,
  { by }: Approval,
  wrong: (problem: string, fix: string) => Finding,
): Promise<Finding[]> {
  const options = { cwd: dirname(resolve(file)) };
  const path = basename(file);
  const log = await run(
    'git',
    ['log', '-1', '--format=%h%n%(trailers:key=Signed-off-by,valueonly)', '--', path],
    options,
  );
  const fix = `let ${by} commit it: git commit --signoff ${file}`;
  if (log.code === 127) return [wrong('git is not installed, so nothing shows who approved', 'install git')];
  if (log.code !== 0 || log.stdout.trim() === '') return [wrong(`${file} is in no commit`, fix)];
  const [commit = '', ...people] = log.stdout.trim().split('\n');
  const changed = await run('git', ['status', '--porcelain', '--', path], options);
  if (changed.stdout.trim() !== '') return [wrong(`${file} was changed after it was committed`, fix)];
  return people.map((each) => each.trim()).includes(by)
    ? []
    : [wrong(`commit ${commit}, which brought ${file}, is not signed off by ${by}`, fix)];
}
