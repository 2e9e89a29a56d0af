import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PlatformError } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { TARGET_KINDS } from '../../../spec/target.ts';
import { type Answers, DEFAULT_ANSWERS } from '../../../workspace/starter/answers.ts';
import { secretsChoices, stateChoices, usualState } from '../../../workspace/starter/pulumi-choice.ts';
import { starterFiles } from '../../../workspace/starter/starter-files.ts';
import { QUESTIONS, question } from '../../../workspace/starter/starter-questions.ts';

function filesFor(answers: Partial<Answers>): ReadonlyMap<string, string> {
  return starterFiles({ ...DEFAULT_ANSWERS, ...answers });
}

function yamlOf(files: ReadonlyMap<string, string>, path: string): unknown {
  return parse(files.get(path) ?? '');
}

function codeOf(answers: Partial<Answers>): string | undefined {
  try {
    filesFor(answers);
    return undefined;
  } catch (error) {
    return (error as PlatformError).findings[0]?.code;
  }
}

describe('a working folder without Pulumi', () => {
  test('has one spec, and no file of Pulumi', () => {
    const files = filesFor({});
    expect([...files.keys()]).toEqual(['platform.yaml', 'README.md', '.github/workflows/platform.yaml']);
    expect(files.get('platform.yaml')).toContain('$schema=./node_modules/plinth/schema/platform.json');
  });
});

describe('a working folder with Pulumi', () => {
  const files = filesFor({ target: 'aws', delivery: 'pulumi', state: 'bucket', secrets: 'kms' });

  test('has a stack for dev and for prod, which name their spec and nothing else', () => {
    expect(yamlOf(files, 'Pulumi.dev.yaml')).toEqual({ config: { 'plinth:spec': 'dev/platform.yaml' } });
    expect(yamlOf(files, 'Pulumi.prod.yaml')).toEqual({ config: { 'plinth:spec': 'prod/platform.yaml' } });
  });

  test('has a project whose program is Plinth’s, run by Node itself', () => {
    expect(yamlOf(files, 'Pulumi.yaml')).toMatchObject({
      name: 'atlas',
      main: 'index.js',
      runtime: { name: 'nodejs', options: { typescript: false } },
      backend: { url: 's3://atlas-pulumi-state?region=eu-west-1' },
    });
    expect(files.get('index.js')).toContain("export { default } from 'plinth/program';");
  });

  test('is a module, without which Pulumi’s runner would not import the program, with the SDK of its cloud only', () => {
    const { dependencies, type } = JSON.parse(files.get('package.json') ?? '') as {
      dependencies: Record<string, string>;
      type: string;
    };
    expect(type).toBe('module');
    expect(Object.keys(dependencies)).toEqual([
      '@pulumi/aws',
      '@pulumi/kubernetes',
      '@pulumi/pulumi',
      '@pulumi/random',
      'cdk8s',
      'constructs',
      'plinth',
    ]);
    expect(Object.values(dependencies).every((range) => /^\^\d+\.\d+\.\d+$/.test(range))).toBe(true);
  });

  test('says how a stack is begun with its secrets provider, and why', () => {
    const readme = files.get('README.md') ?? '';
    expect(readme).toContain(
      'npx pulumi stack init prod --secrets-provider "awskms://alias/atlas-pulumi?region=eu-west-1"',
    );
    expect(readme).toContain('rights instead of a shared passphrase');
    expect(readme).toContain('shared and locked for a team');
  });

  test('locks what a new cluster needs first, whoever delivers', () => {
    expect(filesFor({ target: 'aws' }).get('README.md')).toContain('npx plinth lock dev/platform.yaml');
    expect(filesFor({}).get('README.md')).not.toContain('plinth lock');
  });

  test('checks the lock where nothing is rendered', () => {
    const workflow = files.get('.github/workflows/platform.yaml') ?? '';
    expect(workflow).toContain('plinth lock dev/platform.yaml --check');
    expect(workflow).not.toContain('synth');
  });

  test('has one stack where the environment is prod', () => {
    const only = [...filesFor({ target: 'aws', environment: 'prod' }).keys()];
    expect(only.filter((path) => path.startsWith('Pulumi.'))).toEqual(['Pulumi.yaml', 'Pulumi.prod.yaml']);
  });

  test('keeps a local state out of Git, in a folder that is there', () => {
    const local = filesFor({ target: 'aws' });
    expect(local.get('state/.gitignore')).toBe('*\n!.gitignore\n');
    expect(yamlOf(local, 'Pulumi.yaml')).toMatchObject({ backend: { url: 'file://./state' } });
    expect([...files.keys()]).not.toContain('state/.gitignore');
  });

  test.each(TARGET_KINDS)('has valid specs on %s, under every delivery', (target) => {
    for (const delivery of ['argocd', 'flux', 'plain', 'pulumi'] as const) {
      const made = filesFor({ target, delivery, state: 'local' });
      for (const environment of ['dev', 'prod']) {
        const { spec } = parsePlatform(yamlOf(made, `${environment}/platform.yaml`));
        expect([spec.metadata.environment, spec.delivery.kind]).toEqual([environment, delivery]);
      }
    }
  });
});

describe('answers that do not go together are refused', () => {
  test('delivery by Pulumi without a state', () => {
    expect(codeOf({ delivery: 'pulumi', state: 'none' })).toBe('INIT_STATE_MISSING');
    expect(codeOf({ delivery: 'pulumi' })).toBeUndefined();
  });

  test('a key of the cloud where there is none, and Pulumi’s key without Pulumi’s state', () => {
    expect(codeOf({ target: 'digitalocean', secrets: 'kms' })).toBe('INIT_SECRETS_UNFIT');
    expect(codeOf({ target: 'gcp', state: 'bucket', secrets: 'cloud' })).toBe('INIT_SECRETS_UNFIT');
    expect(codeOf({ target: 'gcp', state: 'cloud', secrets: 'cloud' })).toBeUndefined();
  });
});

describe('the questions', () => {
  const asked = (answers: Answers) => QUESTIONS.filter((about) => question(about, answers) !== undefined);

  test('are six at most', () => {
    const most = { ...DEFAULT_ANSWERS, target: 'aws', state: 'cloud' } as const;
    expect(asked(most)).toEqual(['target', 'name', 'delivery', 'repository', 'state', 'secrets']);
  });

  test('leave out what earlier answers decide', () => {
    expect(asked({ ...DEFAULT_ANSWERS, state: 'none' })).toEqual(['target', 'name', 'delivery', 'repository', 'state']);
    expect(asked({ ...DEFAULT_ANSWERS, target: 'baremetal', delivery: 'pulumi', state: 'local' })).toEqual([
      'target',
      'name',
      'delivery',
      'state',
    ]);
  });

  test('offer no state to go without where Pulumi delivers', () => {
    const values = (answers: Answers) => question('state', answers)?.options?.map(({ value }) => value);
    expect(values({ ...DEFAULT_ANSWERS, delivery: 'pulumi' })).toEqual(['local', 'bucket', 'cloud']);
    expect(values(DEFAULT_ANSWERS)).toContain('none');
  });

  test('explain every choice in a sentence', () => {
    for (const target of TARGET_KINDS) {
      const choices = [...stateChoices({ target, name: 'a' }), ...secretsChoices({ target, name: 'a' }, 'cloud')];
      for (const { because } of choices) expect(because.length).toBeGreaterThan(20);
    }
  });

  test('usually keep a state, but not for a cluster that is there and delivered to by others', () => {
    expect(usualState('existing', 'argocd')).toBe('none');
    expect([usualState('existing', 'pulumi'), usualState('aws', 'argocd')]).toEqual(['local', 'local']);
  });
});
