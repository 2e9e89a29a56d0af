import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import { cosignCheck } from '../../../constructs/serving/index.ts';
import type { ReleasesSpec } from '../../../spec/releases.ts';
import { rendered } from '../../sample.ts';
import { hex, servingPlatform, VISION_CI } from '../../workspace/release/release-sample.ts';

const gateway = {
  name: 'plinth',
  namespace: 'plinth-gateway',
  className: 'plinth',
  proxyNamespace: 'envoy-gateway-system',
  proxyLabels: { app: 'envoy' },
};
const signers: ReleasesSpec['signers'] = [
  { kind: 'key', name: 'ci', publicKey: VISION_CI.publicKey },
  {
    kind: 'keyless',
    name: 'actions',
    issuer: 'https://token.actions.githubusercontent.com',
    identity: 'https://github.com/x',
  },
];
const check = cosignCheck({ required: true, signers }, { gateway });
const digest = `sha256:${hex('model')}`;
const model = { uri: `oci://registry.example.org/vision/defects@${digest}`, digest };
const of = (signer?: string) =>
  check({ number: 1, model, weight: 100, ...(signer === undefined ? {} : { signer }) }, { uri: model.uri });

describe('the check before a server starts', () => {
  test('asks cosign for the signature of exactly the digest that is mounted, with the platform’s key', () => {
    const { container } = of('ci') ?? {};
    expect(container).toMatchObject({
      image: components.cosign.images[0],
      args: [
        'verify',
        '--key=env://PLINTH_SIGNER',
        '--insecure-ignore-tlog=true',
        '--output=text',
        `registry.example.org/vision/defects@${digest}`,
      ],
      env: expect.arrayContaining([{ name: 'PLINTH_SIGNER', value: VISION_CI.publicKey }]),
    });
  });

  test('asks for the identity and its issuer where there is no key', () => {
    expect(of('actions')?.container.args).toEqual([
      'verify',
      '--certificate-oidc-issuer=https://token.actions.githubusercontent.com',
      '--certificate-identity=https://github.com/x',
      '--output=text',
      `registry.example.org/vision/defects@${digest}`,
    ]);
  });

  test('runs restricted, writes to a folder of its own only, and reaches the gateway only', () => {
    const { container, egress, volumes } = of('ci') ?? {};
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(volumes).toEqual([{ name: 'model-signature', emptyDir: {} }]);
    expect(egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' } },
            podSelector: { matchLabels: { app: 'envoy' } },
          },
        ],
      },
    ]);
  });

  test('signs in to the platform’s registry with the Secret that its team’s pods pull with', () => {
    const { container, volumes } =
      cosignCheck(
        { required: true, signers },
        { gateway },
        'registry-pull',
      )({ number: 1, model, weight: 100, signer: 'ci' }, { uri: model.uri }) ?? {};
    expect(volumes).toEqual([
      { name: 'model-signature', emptyDir: {} },
      {
        name: 'model-signature-registry',
        secret: {
          secretName: 'registry-pull',
          items: [{ key: '.dockerconfigjson', path: 'config.json' }],
          optional: true,
        },
      },
    ]);
    expect(container?.volumeMounts).toEqual([
      { name: 'model-signature', mountPath: '/tmp/cosign' },
      { name: 'model-signature-registry', mountPath: '/etc/plinth/registry', readOnly: true },
    ]);
    expect(container?.env).toEqual([
      { name: 'PLINTH_SIGNER', value: VISION_CI.publicKey },
      { name: 'HOME', value: '/tmp/cosign' },
      { name: 'TUF_ROOT', value: '/tmp/cosign/tuf' },
      { name: 'DOCKER_CONFIG', value: '/etc/plinth/registry' },
    ]);
  });

  test('signs in nowhere where the platform has no registry', () => {
    const { container, volumes } = of('ci') ?? {};
    expect(volumes).toEqual([{ name: 'model-signature', emptyDir: {} }]);
    expect(container?.env?.map(({ name }) => name)).toEqual(['PLINTH_SIGNER', 'HOME', 'TUF_ROOT']);
  });

  test.each([
    ['with a registry', {}, ['emptyDir', 'secret']],
    ['without a registry', { registry: undefined }, ['emptyDir']],
  ])('stands in the pods of a platform %s', (_, change, kinds) => {
    const { serving } = rendered(servingPlatform(change)).platform;
    const place = serving?.place('vision', 'train-h100');
    const parts = place?.verify?.({ number: 1, model, weight: 100, signer: 'vision-ci' }, { uri: model.uri });
    expect(parts?.volumes?.map((volume) => Object.keys(volume)[1])).toEqual(kinds);
  });

  test('is left out where nobody signed, or nobody is known by that name', () => {
    expect([of(), of('somebody')]).toEqual([undefined, undefined]);
  });
});
