import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ScannerFinding } from './scanner-finding.ts';
import type { ScannerPrograms } from './scanner-programs.ts';

/** Newest Kubernetes whose stable APIs kube-score knows. */
const KUBE_SCORE_KUBERNETES = 'v1.32';

interface KubeScoreObject {
  readonly object_meta: { readonly name: string; readonly namespace?: string };
  readonly type_meta: { readonly kind: string };
  readonly checks:
    | readonly {
        readonly check: { readonly id: string };
        readonly grade: number;
        readonly skipped: boolean;
        readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
      }[]
    | null;
}

/** What kube-score says of some files, its optional checks included. */
export async function kubeScore({ kubeScore: program }: ScannerPrograms, files: readonly string[]) {
  const optional = ['container-resource-requests-equal-limits', 'container-seccomp-profile'];
  const { stderr, stdout } = await run(program, [
    'score',
    ...optional.flatMap((test) => ['--enable-optional-test', test]),
    '--kubernetes-version',
    KUBE_SCORE_KUBERNETES,
    '-o',
    'json',
    ...files,
  ]);
  if (stdout === '') throw new Error(`kube-score said nothing: ${stderr}`);
  return (JSON.parse(stdout) as readonly KubeScoreObject[]).flatMap(({ checks, object_meta, type_meta }) =>
    (checks ?? [])
      // Grades: 1 critical, 5 warning, 7 almost, 10 good.
      .filter(({ grade, skipped }) => !skipped && grade < 7)
      .map(
        ({ check, comments }): ScannerFinding => ({
          check: check.id,
          object: [type_meta.kind, object_meta.namespace ?? '', object_meta.name].join(' '),
          says: (comments ?? []).map(({ path, summary }) => `${path} ${summary}`).join('; '),
        }),
      ),
  );
}

interface CheckovReport {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
}

/** What checkov says of a folder; nothing where there is no checkov. */
export async function checkov({ python }: ScannerPrograms, folder: string) {
  if (python === undefined) return undefined;
  const program = join(python, 'checkov');
  const args = ['-d', folder, '--framework', 'kubernetes', '--compact', '--quiet', '-o', 'json'];
  const { stderr, stdout } = await run(program, args);
  if (stdout === '') throw new Error(`checkov said nothing: ${stderr}`);
  const { results, summary } = JSON.parse(stdout) as CheckovReport;
  return {
    passed: summary.passed,
    unread: summary.parsing_errors,
    findings: results.failed_checks.map(
      ({ check_id, check_name, resource }): ScannerFinding => ({
        check: check_id,
        object: resource.replaceAll('.', ' '),
        says: check_name,
      }),
    ),
  };
}

interface KubeconformReport {
  readonly resources: readonly {
    readonly kind: string;
    readonly name: string;
    readonly status: string;
    readonly msg: string;
  }[];
  readonly summary: {
    readonly valid: number;
    readonly invalid: number;
    readonly errors: number;
    readonly skipped: number;
  };
}

/** What `kubeconform -strict` says of some files. @param schemas - pattern of the schema files */
export async function kubeconform(
  { kubeconform: program }: ScannerPrograms,
  schemas: string,
  files: readonly string[],
): Promise<KubeconformReport> {
  const { stderr, stdout } = await run(program, [
    '-strict',
    '-summary',
    '-output',
    'json',
    '-n',
    '2',
    '-schema-location',
    schemas,
    ...files,
  ]);
  if (stdout === '') throw new Error(`kubeconform said nothing: ${stderr}`);
  return JSON.parse(stdout) as KubeconformReport;
}

function run(program: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'ERROR' },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  // Scanners end with an error code when they find something.
  return new Promise((resolve, reject) => child.on('error', reject).on('close', () => resolve(said)));
}
