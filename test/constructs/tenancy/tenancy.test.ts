import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectOf, objectsOf, rendered, samplePlatform } from '../../sample.ts';
import { onGcp } from '../../stacks/gcp/gcp-sample.ts';

function teams(...changes: Partial<PlatformInput['teams'][number]>[]): PlatformInput {
  return samplePlatform({
    teams: changes.map((change, index) => ({ name: `team-${index}`, groups: [`oidc:${index}`], quota: {}, ...change })),
  });
}

function codes(input: PlatformInput): string[] {
  try {
    rendered(input);
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ at, code }) => `${code} at ${at}`);
    throw error;
  }
  return [];
}

const policyNames = (input: PlatformInput) =>
  objectsOf(input, 'ValidatingAdmissionPolicy')
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith('plinth-'));

describe('Tenancy', () => {
  test('gives a team one namespace, and a second where it may use RDMA', () => {
    const { platform } = rendered(teams({}, { fabric: 'allowed' }));
    expect(platform.tenancy.spaces.map(({ namespaces }) => namespaces.map(({ name }) => name))).toEqual([
      ['team-0'],
      ['team-1', 'team-1-fabric'],
    ]);
  });

  test('has the rules that some team needs, and no others', () => {
    expect(policyNames(teams({}))).toEqual(['plinth-team-pods', 'plinth-team-services']);
    expect(policyNames(teams({ fabric: 'allowed' }, { sandbox: 'gvisor' }))).toEqual([
      'plinth-fabric-pods',
      'plinth-sandbox-gvisor',
      'plinth-team-pods',
      'plinth-team-services',
    ]);
  });

  test('has rules about a receive daemon where jobs bring one, and nowhere else', () => {
    const [team] = onGcp().teams;
    const on = (instance: string, fabric: 'allowed' | 'none') =>
      policyNames({ ...onGcp({ instance }), teams: [{ ...team, name: 'vision', groups: ['a'], quota: {}, fabric }] });
    expect(on('a3-megagpu-8g', 'allowed')).toEqual([
      'plinth-fabric-daemon',
      'plinth-fabric-daemon-shells',
      'plinth-fabric-pods',
      'plinth-machine-devices',
      'plinth-team-pods',
      'plinth-team-services',
    ]);
    expect(on('a3-highgpu-8g', 'allowed')).toContain('plinth-fabric-daemon');
    expect(on('a3-megagpu-8g', 'none')).toEqual(['plinth-team-pods', 'plinth-team-services']);
    expect(on('a3-ultragpu-8g', 'allowed')).toEqual(['plinth-fabric-pods', 'plinth-team-pods', 'plinth-team-services']);
  });

  test('lets only the side-car of the platform’s own fabric past the rules of the restricted level', () => {
    const rules = (instance: string) => {
      const [team] = onGcp().teams;
      const input = {
        ...onGcp({ instance }),
        teams: [{ ...team, name: 'vision', groups: ['a'], quota: {}, fabric: 'allowed' as const }],
      };
      return JSON.stringify(objectOf(input, 'ValidatingAdmissionPolicy', 'plinth-fabric-pods')['spec']);
    };
    expect(rules('a3-megagpu-8g')).toContain("c.name in ['tcpxo-daemon'] ||");
    expect(rules('a3-megagpu-8g')).not.toContain('tcpx-daemon');
    expect(rules('a3-ultragpu-8g')).not.toMatch(/daemon|hostPath/);
  });

  test('has every rule refuse, and refuse too when it cannot be judged', () => {
    const input = teams({ fabric: 'allowed' }, { sandbox: 'gvisor' }, { sandbox: 'kata' });
    for (const name of policyNames(input)) {
      expect(objectOf(input, 'ValidatingAdmissionPolicy', name)).toMatchObject({ spec: { failurePolicy: 'Fail' } });
      expect(objectOf(input, 'ValidatingAdmissionPolicyBinding', name)).toMatchObject({
        spec: { policyName: name, validationActions: ['Deny'] },
      });
    }
  });

  test('binds the team’s groups, and viewers only where there are any', () => {
    const [members, ...others] = objectsOf(teams({ groups: ['a', 'b'] }), 'RoleBinding');
    expect(others).toEqual([]);
    expect(members).toMatchObject({
      metadata: { name: 'members', namespace: 'team-0' },
      roleRef: { kind: 'ClusterRole', name: 'plinth-team-member' },
      subjects: [
        { kind: 'Group', name: 'a' },
        { kind: 'Group', name: 'b' },
      ],
    });
    expect(objectOf(teams({ viewers: ['c'] }), 'RoleBinding', 'viewers', 'team-0')).toMatchObject({
      roleRef: { name: 'plinth-team-viewer' },
      subjects: [{ kind: 'Group', name: 'c' }],
    });
  });

  test('gives no pod a token that does not ask for one', () => {
    const accounts = objectsOf(teams({}), 'ServiceAccount').filter(({ metadata }) => metadata.namespace === 'team-0');
    expect(
      accounts.map(({ automountServiceAccountToken, metadata }) => [metadata.name, automountServiceAccountToken]),
    ).toEqual([
      ['default', false],
      ['team', false],
    ]);
  });

  test('leaves the account that every namespace has in the namespace that is kept', () => {
    const options = (name: string) =>
      objectOf(teams({}), 'ServiceAccount', name, 'team-0').metadata.annotations?.['argocd.argoproj.io/sync-options'];
    expect(options('default')).toBe('Prune=false,Delete=false');
    expect(options('team')).toBeUndefined();
  });
});

describe('Tenancy refuses', () => {
  test.each(['system:authenticated', 'system:serviceaccounts', 'system:masters'])('the group %s', (group) => {
    expect(codes(teams({}, { groups: ['oidc:x', group] }))).toEqual(['TENANCY_GROUP_SYSTEM at teams[1].groups[1]']);
    expect(codes(teams({ viewers: [group] }))).toEqual(['TENANCY_GROUP_SYSTEM at teams[0].viewers[0]']);
  });

  test('a way out that leads to where machines hand out credentials', () => {
    const to = (network: string) => codes(teams({ egress: [{ to: network, because: 'test' }] }));
    expect(to('fd00:ec2::254/128')).toEqual(['TENANCY_EGRESS_CREDENTIALS at teams[0].egress[0].to']);
    expect(to('168.63.129.16/32')).toEqual(['TENANCY_EGRESS_CREDENTIALS at teams[0].egress[0].to']);
    expect(to('168.63.129.17/32')).toEqual([]);
    expect(to('fd00::/8')).toEqual([]);
  });
});
