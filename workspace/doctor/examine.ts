import { lookup } from 'node:dns/promises';
import { homedir } from 'node:os';
import type { Finding } from '../../spec/finding.ts';
import { buildFromFile } from '../built-platform.ts';
import type { Check, CheckLine, Patient } from './check.ts';
import { addresses } from './checks/addresses.ts';
import { capacity, quota } from './checks/capacity.ts';
import { cluster } from './checks/cluster.ts';
import { credentials } from './checks/credentials.ts';
import { hosts } from './checks/hosts.ts';
import { pulumi } from './checks/pulumi.ts';
import { stack } from './checks/stack.ts';
import { tools } from './checks/tools.ts';
import { askerIn, LIMIT_SECONDS } from './command.ts';

/** Every check, in the order of the report. */
export const CHECKS: readonly Check[] = [tools, credentials, capacity, quota, addresses, stack, hosts, cluster, pulumi];

/** A line of the report with the check that it came from. */
export interface ReportedLine extends CheckLine {
  /** Name of the check. */
  readonly check: string;
}

/** What was found on a machine about a platform. */
export interface Diagnosis {
  /** One line for each thing that was looked at. */
  readonly lines: readonly ReportedLine[];
  /** What to change, in the same order. */
  readonly findings: readonly Finding[];
}

/** How a platform is examined. */
export interface ExamineOptions {
  /** Told before each check. @default - nobody */
  readonly onStep?: (check: string) => void;
  /** Longest that a program may take. Unit: seconds. @default 20 */
  readonly limitSeconds?: number;
  /** Environment. @default - the process's */
  readonly env?: NodeJS.ProcessEnv;
  /** Home folder. @default - the user's */
  readonly home?: string;
  /** How hosts are looked up. @default - DNS */
  readonly resolve?: Patient['resolve'];
}

/**
 * Examines a platform and the machine that would build it: changes nothing, and needs no credentials to begin with.
 *
 * @param file - spec file as the user named it
 * @throws {PlatformError} with every error of the spec itself: nothing can be looked at before it is right.
 */
export async function examine(file: string, options: ExamineOptions = {}): Promise<Diagnosis> {
  const { env = process.env, limitSeconds = LIMIT_SECONDS, onStep } = options;
  onStep?.('spec');
  const patient: Patient = {
    ...(await buildFromFile(file)),
    file,
    env,
    home: options.home ?? homedir(),
    ask: askerIn(env, limitSeconds),
    resolve: options.resolve ?? ((host) => addressesOf(host, limitSeconds)),
  };
  const lines: ReportedLine[] = [];
  for (const { look, name } of CHECKS) {
    onStep?.(name);
    lines.push(...(await look(patient)).map((line) => ({ check: name, ...line })));
  }
  return { lines, findings: lines.flatMap(({ finding }) => finding ?? []) };
}

async function addressesOf(host: string, limitSeconds: number): Promise<readonly string[]> {
  const none = new Promise<readonly string[]>((done) => {
    setTimeout(() => done([]), limitSeconds * 1_000).unref();
  });
  const some = lookup(host, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  );
  return Promise.race([some, none]);
}
