import { beforeAll, describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../spec/platform.ts';
import { wholeEnvironment } from '../../stacks/environment.ts';
import { stackFindings } from '../../stacks/stack-findings.ts';
import { samplePlatform } from '../sample.ts';
import { onAws } from './aws/aws-sample.ts';
import { before, environmentOf, stackOf, the } from './recorded-stack.ts';
import { type Registered, recorded } from './recording.ts';

const withKatib: PlatformInput = { ...onAws(), training: { frameworks: ['katib'] } };
const SECRET = 'kubernetes:core/v1:Secret';

describe('objects that the stack brings beside the rendered ones', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(withKatib);
  });

  test('are the passwords that rooms need, made up and never shown', () => {
    const [secret] = run.filter(({ name, type }) => type === SECRET && name.startsWith('Secret:kubeflow/katib-mysql'));
    expect(secret?.inputs['stringData']).toEqual({ secret: { MYSQL_ROOT_PASSWORD: 'made-up' } });
    const password = the(run, 'random:index/randomPassword:RandomPassword');
    expect(password.inputs).toEqual({ length: 32, special: false });
    expect(password.name).toMatch(/^atlas-prod-secrets-kubeflow-katib-mysql.*-MYSQL_ROOT_PASSWORD$/);
  });

  test('lie in namespaces that the stack makes once, before them', () => {
    const namespace = the(run, 'kubernetes:core/v1:Namespace', 'Namespace:kubeflow');
    expect(namespace.parent).toContain('atlas-prod-foundation-stack');
    const [secret] = run.filter(({ name, type }) => type === SECRET && name.startsWith('Secret:kubeflow/katib-mysql'));
    if (secret === undefined) throw new Error('no secret');
    expect(before(run, secret)).toContain(namespace.urn);
    const [rendered] = run.filter(({ name }) => name === 'NetworkPolicy:kubeflow/default-deny');
    if (rendered === undefined) throw new Error('nothing in the namespace');
    expect(before(run, rendered)).toContain(secret.urn);
  });

  test('are left to its owner on an existing cluster', async () => {
    const owned = await stackOf(samplePlatform({ training: { frameworks: ['katib'] }, delivery: { kind: 'pulumi' } }));
    expect(owned.filter(({ type }) => type.startsWith('random:'))).toEqual([]);
    expect(the(owned, 'kubernetes:core/v1:Namespace', 'Namespace:kubeflow').parent).toContain('lab-platform');
  });

  test('have one value where they stand for the same: the client’s secret at an issuer that the platform runs itself', async () => {
    const registry = { hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' } };
    const access = { domain: 'ml.example.org', secrets: { kind: 'external' as const } };
    const own = await stackOf({ ...onAws(), registry, access: { ...access, signIn: { kind: 'keycloak' } } });
    const made = own.filter(({ name, type }) => type.startsWith('random:') && name.endsWith('-client-secret'));
    expect(made.map(({ name }) => name)).toEqual(['atlas-prod-secrets-sign-in-client-client-secret']);
    const holders = own.filter(({ inputs, type }) => type === SECRET && 'client-secret' in stringsOf(inputs));
    expect(holders.map(({ name }) => name.replace('Secret:', '')).sort()).toEqual(
      expect.arrayContaining([
        'harbor/harbor-sign-in',
        'plinth-gateway/sign-in-client',
        'plinth-sign-in/sign-in-client',
      ]),
    );
  });

  test('are not made up where an issuer outside knows them: they are listed with their one source', async () => {
    const signIn = { kind: 'oidc' as const, issuer: 'https://idp.example.org/realms/ml' };
    const access = { domain: 'ml.example.org', secrets: { kind: 'external' as const }, signIn };
    const registry = { hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' } };
    const args = environmentOf({ ...onAws(), registry, access });
    const listed = args.platform.rooms
      .flatMap(({ external }) => external)
      .filter(({ source }) => source === 'sign-in-client');
    expect(listed.map(({ given, name, namespace }) => [`${namespace}/${name}`, given])).toEqual(
      expect.arrayContaining([
        ['plinth-gateway/sign-in-client', true],
        ['harbor/harbor-sign-in', true],
      ]),
    );
    const run = await recorded(() => wholeEnvironment(args));
    expect(run.filter(({ name, type }) => type.startsWith('random:') && name.endsWith('-client-secret'))).toEqual([]);
  });

  test('are told once where an issuer outside knows them, and are then the same everywhere', async () => {
    const signIn = { kind: 'oidc' as const, issuer: 'https://idp.example.org/realms/ml' };
    const access = { domain: 'ml.example.org', secrets: { kind: 'external' as const }, signIn };
    const registry = { hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' } };
    const args = { ...environmentOf({ ...onAws(), registry, access }), signInSecret: 'told' };
    const run = await recorded(() => wholeEnvironment(args));
    const holders = run.filter(({ inputs, type }) => type === SECRET && 'client-secret' in stringsOf(inputs));
    expect(holders.length).toBeGreaterThan(1);
    for (const { inputs } of holders) expect(stringsOf(inputs)).toEqual({ 'client-secret': 'told' });
    expect(stackFindings(args, 'all').map(({ code }) => code)).not.toContain('STACK_SIGN_IN_SECRET_UNUSED');
  });

  test.each([
    ['a store has it', { secrets: { kind: 'cloud' as const } }, 'oidc'],
    ['the platform’s own issuer makes it up', { secrets: { kind: 'external' as const } }, 'keycloak'],
  ])('are said to be unused where %s', (_, secrets, kind) => {
    const signIn = kind === 'oidc' ? { kind, issuer: 'https://idp.example.org/realms/ml' } : { kind };
    const access = { domain: 'ml.example.org', ...secrets, signIn } as PlatformInput['access'];
    const args = { ...environmentOf({ ...onAws(), access }), signInSecret: 'told' };
    expect(stackFindings(args, 'all').map(({ code }) => code)).toContain('STACK_SIGN_IN_SECRET_UNUSED');
  });

  test('are refused where a target makes other ones than its facts say', async () => {
    const args = environmentOf(onAws());
    const facts = { ...args.facts, external: [] };
    await expect(recorded(() => wholeEnvironment({ ...args, facts }))).rejects.toThrow('StorageClass /plinth-shared');
  });
});

describe('credentials of the repository', () => {
  const credentials = (delivery: PlatformInput['delivery'], gitCredentials: object) => ({
    ...environmentOf(samplePlatform({ delivery })),
    gitCredentials,
  });
  const argoCd = samplePlatform().delivery;

  test('reach Argo CD as a secret that it finds, before its first application', async () => {
    const args = credentials(argoCd, { password: 'plain-token' });
    const run = await recorded(() => wholeEnvironment(args));
    const secret = the(run, SECRET, 'Secret:argocd/lab-repository');
    expect(secret.inputs['stringData']).toEqual({
      secret: { type: 'git', url: 'https://git.example.org/lab.git', username: 'git', password: 'plain-token' },
    });
    expect(secret.inputs['metadata']).toMatchObject({ labels: { 'argocd.argoproj.io/secret-type': 'repository' } });
    expect(before(run, the(run, 'kubernetes:argoproj.io/v1alpha1:Application'))).toContain(secret.urn);
    expect(run.filter(({ name }) => name === 'Namespace:argocd')).toHaveLength(1);
  });

  test('may be a key', async () => {
    const run = await recorded(() => wholeEnvironment(credentials(argoCd, { sshKey: 'key' })));
    expect(the(run, SECRET, 'Secret:argocd/lab-repository').inputs['stringData']).toEqual({
      secret: { type: 'git', url: 'https://git.example.org/lab.git', sshPrivateKey: 'key' },
    });
  });

  test('are nothing where there are none, and said to be unused where nobody takes them', async () => {
    const names = (await recorded(() => wholeEnvironment(credentials(argoCd, {})))).map(({ name }) => name);
    expect(names).not.toContain('Secret:argocd/lab-repository');
    const args = credentials({ kind: 'pulumi' }, { password: 'x' });
    expect(stackFindings(args, 'all').map(({ code }) => code)).toEqual(['STACK_GIT_CREDENTIALS_UNUSED']);
  });
});

/** Values of a Secret, as they were registered. */
function stringsOf(inputs: Readonly<Record<string, unknown>>): object {
  return (inputs['stringData'] as { readonly secret?: object } | undefined)?.secret ?? {};
}
