import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { PlatformInput } from '../../spec/platform.ts';
import pulumiProgram from '../../workspace/pulumi-program.ts';
import { samplePlatform } from '../sample.ts';
import { type Registered, recordedRun } from '../stacks/recording.ts';
import { platformOn, TARGETS } from '../stacks/target-sample.ts';

const onAws: PlatformInput = {
  ...platformOn(TARGETS.aws, { name: 'cpu', instance: 'm7i.4xlarge', nodes: { min: 1, max: 2 } }),
  delivery: { kind: 'plain' },
};

describe('the program of an environment', () => {
  const files = new Map<string, string>();
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-program-'));
    const specs = {
      existing: samplePlatform(),
      aws: onAws,
      gitops: { ...onAws, delivery: samplePlatform().delivery },
      wrong: { ...onAws, teams: [] },
      zones: { ...onAws, target: { ...onAws.target, zones: ['eu-west-1a'] } },
    };
    for (const [name, spec] of Object.entries(specs)) {
      files.set(name, join(folder, `${name}.yaml`));
      await writeFile(join(folder, `${name}.yaml`), stringify(spec));
    }
  });
  const run = (name: string, config: Record<string, string> = {}) =>
    recordedRun(pulumiProgram, { config: { 'plinth:spec': files.get(name) ?? '', ...config } });
  const types = async (name: string, config?: Record<string, string>) => [
    ...new Set((await run(name, config)).registered.map(({ type }) => type.split(':')[0])),
  ];

  test('builds what the spec file of the stack says', async () => {
    const { outputs, registered } = await run('existing', { 'plinth:context': 'admin' });
    expect(registered.map(({ name }) => name)).toContain('Application:argocd/lab');
    expect(outputs).toMatchObject({ cluster: 'lab', clusterIdentifier: 'lab' });
    expect(registered.find(({ type }) => type === 'pulumi:providers:kubernetes')?.inputs['context']).toBe('admin');
  });

  test('needs no lock for the infrastructure', async () => {
    await expect(run('aws')).rejects.toThrow('LOCK_MISSING');
    expect(await types('aws', { 'plinth:layer': 'infrastructure' })).toContain('aws');
  });

  test('keeps a kubeconfig that it is given secret', async () => {
    const { registered } = await run('existing', { 'plinth:kubeconfig': 'apiVersion: v1' });
    const provider = registered.find(({ type }) => type === 'pulumi:providers:kubernetes');
    expect(provider?.inputs['kubeconfig']).toEqual({ secret: 'apiVersion: v1' });
  });

  test('brings the platform alone into the cluster of another stack', async () => {
    const below = { 'plinth:layer': 'platform', 'plinth:infrastructure': 'me/plinth/prod' };
    await expect(types('aws', below)).rejects.toThrow('LOCK_MISSING');
    const { registered } = await run('gitops', below);
    expect(registered.map(({ type }) => type)).not.toContain('plinth:aws:Environment');
    expect(registered.find(({ type }) => type === 'pulumi:providers:kubernetes')?.inputs).toMatchObject({
      kubeconfig: 'of the stack below',
      clusterIdentifier: 'arn',
    });
    expect(registered.map(({ name }) => name)).toContain('Application:argocd/atlas');
  });

  test.each([
    ['without a spec file', 'none', {}, 'plinth:spec is not set'],
    [
      'with a layer that does not exist',
      'existing',
      { 'plinth:layer': 'cellar' },
      'choose one of all, infrastructure, platform',
    ],
    ['with a mistake in the spec, naming its line', 'wrong', {}, /wrong\.yaml:\d+:\d+ SPEC_/],
    ['with what AWS would refuse', 'zones', { 'plinth:layer': 'infrastructure' }, 'STACK_ZONES_FEW at target.zones'],
  ])('%s registers nothing and says why', async (_, name, config, problem) => {
    const registered: Registered[] = [];
    const given = name === 'none' ? {} : { 'plinth:spec': files.get(name) ?? '', ...config };
    await expect(recordedRun(pulumiProgram, { config: given as Record<string, string>, registered })).rejects.toThrow(
      problem,
    );
    expect(registered).toEqual([]);
  });

  describe('with plinth:allow', () => {
    const infrastructure = { 'plinth:layer': 'infrastructure' };
    const protectedNames = async (config: Record<string, string> = {}) => {
      const { registered } = await run('aws', { ...infrastructure, ...config });
      return registered.filter(({ protect }) => protect).map(({ name }) => name);
    };

    test('lets what it names go, and nothing else', async () => {
      const all = await protectedNames();
      expect(all).toContain('atlas-prod-storage-bucket-vision');
      const rest = all.filter((name) => name !== 'atlas-prod-storage-bucket-vision');
      expect(await protectedNames({ 'plinth:allow': '["atlas-prod-storage-bucket-vision"]' })).toEqual(rest);
    });

    test('lets everything go by the name of the cluster', async () => {
      expect(await protectedNames({ 'plinth:allow': '["atlas-prod"]' })).toEqual([]);
    });

    test.each(['atlas-prod', '"train"', '[1]', '{}'])('refuses what is no list of names: %s', async (allow) => {
      await expect(run('aws', { ...infrastructure, 'plinth:allow': allow })).rejects.toThrow('STACK_ALLOW_FORM');
    });
  });
});
