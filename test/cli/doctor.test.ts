import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plinth } from './run-plinth.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-doctor-cli-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** On a machine without any program. */
const doctor = (...args: string[]) => plinth(['doctor', ...args], { env: { PATH: home, HOME: home } });

interface Report {
  readonly lines: readonly { readonly check: string; readonly state: string }[];
  readonly findings: readonly { readonly code: string }[];
}

describe('plinth doctor', () => {
  test('has help of at most 40 lines with an example', () => {
    const { code, stdout } = plinth(['doctor', '--help']);
    expect([code, stdout.includes('Example:')]).toEqual([0, true]);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
  });

  test('reports line by line on standard output, and exits 1 where something fails', () => {
    expect(plinth(['init', join(home, 'p'), '--yes', '--target', 'aws', '--delivery', 'plain']).code).toBe(0);
    const { code, stderr, stdout } = doctor(join(home, 'p/dev/platform.yaml'));
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^failed {5}tools {2,}kubectl: kubectl is not installed; the folder is applied with it\n {11}fix:/m,
    );
    expect(stdout).toMatch(/^not asked {2}capacity {2,}accelerators: aws is not installed/m);
    expect(stderr).toMatch(/not ready: \d+ ok, /);
  });

  test('prints the same as JSON', () => {
    const { code, stdout } = doctor('examples/digitalocean/platform.yaml', '--json');
    const { findings, lines } = JSON.parse(stdout) as Report;
    expect(code).toBe(1);
    expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['ok', 'warning', 'failed', 'notAsked']));
    expect(findings.map((each) => each.code)).toContain('DOCTOR_TOOL_MISSING');
  });

  test('shows what is wrong with the spec first, and cannot run without one', () => {
    expect(doctor('no-such.yaml').code).toBe(2);
    const { code, stderr } = doctor();
    expect([code, stderr.includes("missing required argument 'file'")]).toEqual([2, true]);
  });
});

describe('plinth init', () => {
  test('writes files of Pulumi where it builds the infrastructure, and refuses answers that do not go together', () => {
    const made = plinth(['init', join(home, 'a'), '--yes', '--target', 'gcp', '--state', 'bucket', '--json']);
    expect((JSON.parse(made.stdout) as { files: string[] }).files).toEqual(
      expect.arrayContaining([
        'Pulumi.yaml',
        'Pulumi.dev.yaml',
        'Pulumi.prod.yaml',
        'dev/platform.yaml',
        'prod/platform.yaml',
      ]),
    );
    const refused = plinth(['init', join(home, 'b'), '--yes', '--target', 'baremetal', '--secrets', 'kms']);
    expect([refused.code, refused.stderr.includes('INIT_SECRETS_UNFIT')]).toEqual([1, true]);
  });
});
