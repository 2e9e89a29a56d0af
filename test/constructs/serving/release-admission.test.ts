import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../sample.ts';
import { servingPlatform, VISION_CI } from '../../workspace/release/release-sample.ts';

const NAME = 'plinth-releases';

describe('the API server', () => {
  test('is given a list for each team that serves, from where no team may write', () => {
    const binding = objectOf(servingPlatform(), 'ValidatingAdmissionPolicyBinding', `${NAME}-vision`);
    expect(binding.spec).toEqual({
      policyName: NAME,
      paramRef: { name: 'vision', namespace: NAME, parameterNotFoundAction: 'Deny' },
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'plinth.dev/team': 'vision' } } },
    });
    expect(objectOf(servingPlatform(), 'Namespace', NAME)).toBeDefined();
    const rights = objectsOf(servingPlatform(), 'RoleBinding').filter(({ metadata }) => metadata.namespace === NAME);
    expect(rights).toEqual([]);
  });

  test('fails closed, and looks at both kinds of servers', () => {
    const { spec } = objectOf(servingPlatform(), 'ValidatingAdmissionPolicy', NAME) as {
      spec?: { failurePolicy: string; matchConstraints: { resourceRules: { resources: string[] }[] } };
    };
    expect(spec?.failurePolicy).toBe('Fail');
    expect(spec?.matchConstraints.resourceRules.flatMap(({ resources }) => resources)).toEqual([
      'inferenceservices',
      'llminferenceservices',
      'trainedmodels',
    ]);
  });

  test('refuses nothing where signatures are not required', () => {
    const signers = [{ kind: 'key' as const, name: 'ci', publicKey: VISION_CI.publicKey }];
    const lenient = servingPlatform({ releases: { signers, required: false } });
    const policies = objectsOf(lenient, 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
    expect(policies).not.toContain(NAME);
  });
});
