import { describe, expect, test } from 'vitest';
import type { Lock } from '../../../constructs/core/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectOf, objectsOf, rendered, samplePlatform } from '../../sample.ts';
import { VISION_CI } from '../../workspace/release/release-sample.ts';
import { withRegistry } from '../registry/registry-sample.ts';
import { DIGEST, exception, type PolicyInput, policyPlatform } from './policy-sample.ts';

const VAP = 'ValidatingAdmissionPolicy';
const BINDING = 'ValidatingAdmissionPolicyBinding';

/** Names of the policies that the room makes, of every kind. */
function policies(input: PlatformInput): string[] {
  const { manifests } = rendered(input);
  return manifests
    .filter(({ object, room }) => room === 'policy' && /Policy$/.test(object.kind))
    .map(({ object }) => `${object.kind} ${object.metadata.name}`);
}

const spec = (input: PlatformInput, kind: string, name: string) =>
  objectOf(input, kind, name).spec as Record<string, unknown>;

const signed = (images: PolicyInput['images'] = {}, more: PolicyInput = {}, signers = [key()]) =>
  policyPlatform({ ...more, images: { signatures: 'enforce', ...images } }, { releases: { signers } });

function key(change: object = {}) {
  return { kind: 'key' as const, name: 'vision-ci', publicKey: VISION_CI.publicKey, ...change };
}

describe('the room', () => {
  test('is closed unless the spec asks for it', () => {
    expect(rendered(samplePlatform()).platform.policy).toBeUndefined();
    expect(policies(samplePlatform())).toEqual([]);
  });

  test('asks little of a spec that says nothing: queues, digests, no open networks, and a look at its own images', () => {
    expect(policies(samplePlatform({ policy: {} }))).toEqual([
      `${VAP} plinth-image-digests`,
      `${VAP} plinth-open-egress`,
      `${VAP} plinth-platform-images`,
      `${VAP} plinth-queued-accelerators`,
    ]);
  });

  test('installs no engine for what the API server decides by itself', () => {
    const { platform } = rendered(policyPlatform());
    expect(platform.policy?.addOns).toEqual([]);
    expect(policies(policyPlatform())).toEqual([
      `${VAP} plinth-image-digests`,
      `${VAP} plinth-image-registries`,
      `${VAP} plinth-open-egress`,
      `${VAP} plinth-platform-images`,
      `${VAP} plinth-queued-accelerators`,
      `${VAP} plinth-required-labels`,
    ]);
  });

  test('has each policy fail closed, say what it refuses, and bound', () => {
    const made = objectsOf(policyPlatform(), VAP).filter(
      ({ metadata }) => metadata.annotations?.['plinth.dev/refuses'],
    );
    expect(made).toHaveLength(6);
    for (const { metadata, spec: of } of made) {
      expect(of).toMatchObject({ failurePolicy: 'Fail' });
      const bound = spec(policyPlatform(), BINDING, metadata.name);
      expect(bound).toMatchObject({ policyName: metadata.name });
    }
  });

  test('gives every refusal words of its own that fit into the API server’s bound', () => {
    for (const { spec: of } of objectsOf(policyPlatform(), VAP)) {
      const { validations } = of as { validations: { message?: string }[] };
      for (const { message } of validations) expect(message?.length ?? 0).toBeGreaterThan(20);
    }
  });

  test('leaves a platform without accelerators its queues alone', () => {
    const cpu = { name: 'cpu', machine: { vcpus: 32, memory: '128Gi' as const }, nodes: { min: 1, max: 1 } };
    const teams = [{ name: 'vision', groups: ['oidc:vision'], quota: { cpu: { guaranteed: 8 } } }];
    expect(policies(policyPlatform({}, { pools: [cpu], teams }))).not.toContain(`${VAP} plinth-queued-accelerators`);
  });
});

describe('images of teams', () => {
  const refused = (input: PlatformInput, name: string) =>
    (spec(input, VAP, name).variables as { name: string; expression: string }[]).find((each) => each.name === 'refused')
      ?.expression;

  test('come from the allowed places: of a folder its images too, of a host no other port', () => {
    const text = refused(policyPlatform(), 'plinth-image-registries');
    expect(text).toContain("'registry.example.org/', 'nvcr.io/nvidia/', 'nvcr.io/nvidia:', 'nvcr.io/nvidia@'");
  });

  test('are told of only a few of many places', () => {
    const registries = Array.from({ length: 100 }, (_, index) => `r${index}.example.org`);
    const [said] = spec(policyPlatform({ images: { registries } }), VAP, 'plinth-image-registries').validations as {
      message: string;
    }[];
    expect(said?.message).toContain('r7.example.org and 92 more places');
  });

  test('may also be those that the platform itself runs, by their full text', () => {
    expect(refused(policyPlatform(), 'plinth-image-registries')).toMatch(
      /i in \['[^\]]*registry.k8s.io\/kueue\/kueue:/,
    );
  });

  test('come from the platform’s own registry where no other is named', () => {
    const input = withRegistry({}, { policy: {} });
    const hosts = rendered(input).platform.registry?.hosts;
    expect(refused(input, 'plinth-image-registries')).toContain(`['${hosts?.internal}/', '${hosts?.external}/']`);
  });

  test.each([
    ['enforce', ['Deny']],
    ['audit', ['Warn', 'Audit']],
  ] as const)('are asked for a digest: %s', (digests, actions) => {
    const input = policyPlatform({ images: { digests } });
    expect(spec(input, BINDING, 'plinth-image-digests').validationActions).toEqual(actions);
  });

  test('are not asked for one where the spec wants none', () => {
    expect(policies(policyPlatform({ images: { digests: 'off' } }))).not.toContain(`${VAP} plinth-image-digests`);
  });
});

describe('exceptions', () => {
  test('let single images of one team through, and say why and until when', () => {
    const input = policyPlatform({ exceptions: [exception({ images: ['quay.io/x/'] })] });
    const policy = objectOf(input, VAP, 'plinth-image-digests');
    expect(JSON.stringify(policy.spec)).toContain("== 'vision' && ['quay.io/x/'].exists");
    expect(policy.metadata.annotations?.['plinth.dev/exceptions']).toBe(
      'old-trainer: team vision: quay.io/x/; until 2999-03-31; moved by March',
    );
    expect(JSON.stringify(objectOf(input, VAP, 'plinth-image-registries'))).not.toContain('quay.io');
  });

  test('take a whole team out of a policy', () => {
    const input = policyPlatform({ exceptions: [exception({ policy: 'required-labels' })] });
    expect(spec(input, BINDING, 'plinth-required-labels').matchResources).toEqual({
      namespaceSelector: {
        matchExpressions: [
          { key: 'plinth.dev/team', operator: 'Exists' },
          { key: 'plinth.dev/team', operator: 'NotIn', values: ['vision'] },
        ],
      },
    });
  });

  test('from signatures end with their last day, without anybody’s doing', () => {
    const input = signed({}, { exceptions: [exception({ policy: 'image-signatures', until: '2027-03-31' })] });
    const [{ expression } = { expression: '' }] = spec(input, 'ImageValidatingPolicy', 'plinth-image-signatures')
      .validations as { expression: string }[];
    expect(expression).toContain("time.now() < timestamp('2027-03-31T00:00:00Z') + duration('24h')");
  });
});

describe('the platform’s own images', () => {
  const actions = (lock?: Lock) => {
    const { manifests } = rendered(policyPlatform(), lock);
    const found = manifests.find(
      ({ object }) => object.kind === BINDING && object.metadata.name === 'plinth-platform-images',
    );
    return (found?.object['spec'] as { validationActions?: string[] } | undefined)?.validationActions;
  };

  test('are audited while no lock knows them all, and enforced once one does', () => {
    expect(actions()).toEqual(['Warn', 'Audit']);
    const { platform } = rendered(policyPlatform());
    const names = platform.addOns.flatMap(({ component }) => component.images);
    const images = Object.fromEntries(names.map((name) => [name, DIGEST]));
    expect(actions({ addOns: {}, images })).toEqual(['Deny']);
    const { [names[0] ?? '']: _, ...fewer } = images;
    expect(actions({ addOns: {}, images: fewer })).toEqual(['Warn', 'Audit']);
  });

  test('are looked at in the platform’s namespaces, and in no team’s', () => {
    expect(spec(policyPlatform(), BINDING, 'plinth-platform-images').matchResources).toEqual({
      namespaceSelector: {
        matchExpressions: [
          { key: 'plinth.dev/room', operator: 'Exists' },
          { key: 'plinth.dev/team', operator: 'DoesNotExist' },
        ],
      },
    });
  });
});

describe('signatures', () => {
  const policy = (...of: Parameters<typeof signed>) =>
    spec(signed(...of), 'ImageValidatingPolicy', 'plinth-image-signatures') as Record<string, unknown> & {
      validations: { expression: string; message: string }[];
    };

  test('are asked for by Kyverno, of teams only, with nothing but its admission controller', () => {
    const { platform } = rendered(signed());
    const [kyverno] = platform.policy?.addOns ?? [];
    expect(kyverno?.namespace).toBe('kyverno');
    expect(kyverno?.values).toMatchObject({
      admissionController: { replicas: 3, podDisruptionBudget: { enabled: true, minAvailable: 2 } },
      backgroundController: { enabled: false },
      config: {
        webhooks: { namespaceSelector: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] } },
      },
    });
    expect(policy().matchConstraints).toMatchObject({
      namespaceSelector: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] },
    });
  });

  test('are in a restricted namespace of their own', () => {
    expect(objectOf(signed(), 'Namespace', 'kyverno').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('count by key without a public log, and by identity with it', () => {
    const identity = { kind: 'keyless' as const, name: 'ci', issuer: 'https://idp.example.org', identity: 'me' };
    expect(policy({}, {}, [key(), identity as never]).attestors).toEqual([
      {
        name: 'vision-ci',
        cosign: {
          key: { data: VISION_CI.publicKey, hashAlgorithm: 'sha256' },
          ctlog: { insecureIgnoreTlog: true, insecureIgnoreSCT: true },
        },
      },
      {
        name: 'ci',
        cosign: {
          keyless: { identities: [{ issuer: 'https://idp.example.org', subject: 'me' }] },
          ctlog: { url: 'https://rekor.sigstore.dev' },
        },
      },
    ]);
  });

  test('of a signer for some teams count in theirs only', () => {
    const { validations } = policy({}, {}, [key(), key({ name: 'speech-ci', teams: ['speech'] })]);
    expect(validations[0]?.expression).toContain(
      "(verifyImageSignatures(i, [attestors['vision-ci']]) > 0 || (namespaceObject.metadata.labels['plinth.dev/team'] in ['speech'] && verifyImageSignatures(i, [attestors['speech-ci']]) > 0))",
    );
    expect(validations[0]?.message).toContain('vision-ci or speech-ci (for speech)');
  });

  test.each([
    ['enforced', { signatures: 'enforce' }, ['Deny'], 'Fail'],
    ['enforced, but not while Kyverno does not answer', { whenUnanswered: 'admit' }, ['Deny'], 'Ignore'],
    ['audited', { signatures: 'audit' }, ['Audit'], 'Ignore'],
  ] as const)('are %s', (_, images, actions, failurePolicy) => {
    expect(policy(images)).toMatchObject({ validationActions: actions, failurePolicy });
  });

  test('are read with a sign-in that the owner brings', () => {
    const { platform } = rendered(signed({ pullSecret: 'pull' }));
    expect(policy({ pullSecret: 'pull' }).credentials).toEqual({ secrets: ['pull'] });
    expect(platform.policy?.external).toMatchObject([
      { kind: 'Secret', name: 'pull', namespace: 'kyverno', given: true },
    ]);
  });

  test('are asked for in the places that are named', () => {
    const [{ expression } = { expression: '' }] = policy({ signed: ['registry.example.org/prod'] })
      .matchImageReferences as { expression: string }[];
    expect(expression).toContain(
      "['registry.example.org/prod/', 'registry.example.org/prod:', 'registry.example.org/prod@']",
    );
  });
});
