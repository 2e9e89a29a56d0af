import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plinthPolicies, startPolicyPack } from '../../../stacks/policy/index.ts';

describe('the policy pack', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-pack-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is made of all rules, by the package of the folder that it lies in', async () => {
    const theirs = join(folder, 'node_modules/@pulumi/policy');
    await mkdir(theirs, { recursive: true });
    const text = 'exports.PolicyPack = class { constructor(name, args) { globalThis.startedPack = { name, args }; } };';
    await writeFile(join(theirs, 'index.js'), text);
    startPolicyPack(folder);
    const { args, name } = (globalThis as unknown as { startedPack: { name: string; args: { policies: unknown[] } } })
      .startedPack;
    expect(name).toBe('plinth');
    expect(JSON.stringify(args.policies)).toBe(JSON.stringify(plinthPolicies()));
  });

  test('says what to install where that package is missing', () => {
    expect(() => startPolicyPack(folder)).toThrow(/^STACK_POLICY_MISSING at .*npm install @pulumi\/policy$/);
  });
});
