import { z } from 'zod';
import { type PlatformSubject, subjectOfSpec } from '../../platform-subject.ts';
import type { LoadedMember } from '../loaded-member.ts';
import { ageFindings, type FiledGate, readEvidence, timeText } from './evidence-file.ts';
import { type GateCode, type GateOutcome, type GateScene, gateFinding, type PlacedGate } from './gate-outcome.ts';

type ReportGate = Extract<FiledGate, { readonly kind: 'rehearsal' | 'verdict' }>;

const subject = z.object({
  platform: z.string(),
  environment: z.string(),
  spec: z.string(),
  lock: z.string().nullable(),
  plinth: z.string(),
  made: z.iso.datetime(),
});

const FORMS = {
  rehearsal: z.object({
    subject,
    format: z.string().startsWith('plinth.dev/rehearsal-report/'),
    verdict: z.string(),
    reasons: z.array(z.string()),
    waits: z.object({ overall: z.object({ jobs: z.number() }) }),
  }),
  verdict: z.object({ subject, verdict: z.string(), action: z.string(), reasons: z.array(z.string()) }),
} as const;

type Report = z.output<(typeof FORMS)[keyof typeof FORMS]>;

/** Command that makes the evidence. */
const MAKE = {
  rehearsal: (address: string, file: string) => `plinth rehearse ${address} --json > ${file}`,
  verdict: (address: string, file: string) =>
    `plinth verify verification.yaml --platform ${address} --prometheus URL --json > ${file}`,
} as const;

/** Holds a report of a verb against one platform: it says yes, of exactly what the platform is now, and not too long ago. */
export async function reportOutcome(
  scene: GateScene,
  placed: PlacedGate<ReportGate>,
  loaded: LoadedMember,
): Promise<GateOutcome> {
  const { kind } = placed.gate;
  const make = (file: string) => MAKE[kind](loaded.address, file);
  const common = { gate: kind, platform: loaded.member.name };
  const evidence = await readEvidence(scene, placed, make, loaded.member.name);
  if ('finding' in evidence) return { ...common, findings: [evidence.finding] };
  const { file, text } = evidence;
  const again = make(file);
  const report = reportIn(kind, text);
  if (typeof report === 'string') {
    const problem = `${file} is not what the verb prints with --json: ${report}`;
    const finding = gateFinding(scene, placed, 'FLEET_EVIDENCE_INVALID', { problem, fix: `make it: ${again}` });
    return { ...common, file, findings: [finding] };
  }
  const made = new Date(report.subject.made);
  const now = await subjectOfSpec(loaded.address, loaded.spec);
  const wrong = [otherThan(now, report.subject), refusalOf(placed.gate, report)].flatMap((each) => each ?? []);
  const findings = [
    ...wrong.map(({ code, problem }) =>
      gateFinding(scene, placed, code, { problem: `${file} ${problem}`, fix: fixOf(code, again, loaded) }),
    ),
    ...ageFindings(scene, placed, { file, made, again }),
  ];
  const because = `${file} says ${yesOf(report)} of this very spec, ${timeText((scene.now.getTime() - made.getTime()) / 1_000)} ago`;
  return { ...common, file, findings, ...(findings.length > 0 ? {} : { because }) };
}

function reportIn(kind: ReportGate['kind'], text: string): Report | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const result = FORMS[kind].safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.join('.') ?? '';
  return at === 'subject' && kind === 'verdict' && issue?.code === 'invalid_type'
    ? 'it does not say of which platform it is; --platform does'
    : `${at === '' ? 'it' : at} is not as expected`;
}

type Wrong = { readonly code: GateCode; readonly problem: string };

/** Evidence of anything else is none, however alike it is. */
function otherThan(now: PlatformSubject, { made: _, ...then }: Report['subject']): Wrong | undefined {
  const words = {
    platform: 'platform',
    environment: 'environment',
    spec: 'spec',
    lock: 'lock',
    plinth: 'version of Plinth',
  };
  const differs = (Object.keys(words) as (keyof PlatformSubject)[]).find((key) => now[key] !== then[key]);
  if (differs === undefined) return undefined;
  const [was, is] = [short(then[differs]), short(now[differs])];
  return { code: 'FLEET_EVIDENCE_OTHER', problem: `is about ${words[differs]} ${was}, and it is ${is} now` };
}

function short(value: string | null): string {
  return value === null ? 'none' : value.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1…');
}

function refusalOf(gate: ReportGate, report: Report): Wrong | undefined {
  const holds =
    gate.kind === 'rehearsal' ? report.verdict === 'passed' : report.verdict === 'pass' && yesOf(report) === 'promote';
  const ran = 'waits' in report ? report.waits.overall.jobs : 0;
  if (holds && gate.kind === 'rehearsal' && ran < gate.jobs)
    return { code: 'FLEET_EVIDENCE_NEGATIVE', problem: `ran ${ran} jobs, and ${gate.jobs} are asked for` };
  if (holds) return undefined;
  const said = report.reasons[0] === undefined ? '' : `: ${report.reasons[0]}`;
  return { code: 'FLEET_EVIDENCE_NEGATIVE', problem: `says ${yesOf(report)}${said}` };
}

/** What a report says in one word. */
function yesOf(report: Report): string {
  return 'action' in report ? report.action : report.verdict;
}

function fixOf(code: GateCode, again: string, { member }: LoadedMember): string {
  return code === 'FLEET_EVIDENCE_NEGATIVE'
    ? `mend what it names on ${member.name}, or leave the version where it is; then make it anew: ${again}`
    : `make it anew, of what ${member.name} is now: ${again}`;
}
