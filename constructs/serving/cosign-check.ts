import { components } from '../../catalog/index.ts';
import type { ReleasesSpec, SignerSpec } from '../../spec/releases.ts';
import type { WayIn } from '../access/index.ts';
import { namespaceNamed, READ_ONLY_CONTAINER } from '../core/index.ts';
import type { Container, EnvVar, Volume, VolumeMount } from '../imports/kubernetes.gen.ts';
import type { ModelCheck } from './model-check.ts';
import { scratch } from './server-pod.ts';

/** Name of the container that looks at the signature. */
export const CHECK_CONTAINER = 'model-signature';
/** Where cosign may write. */
const HOME = '/tmp/cosign';

/** Where the sign-in of the platform's registry lies, as `docker login` would leave it. */
const CREDENTIALS = '/etc/plinth/registry';

/**
 * The check of a model's signature before its server starts: cosign's own `verify`, in an init container, against the digest
 * that the server will mount. Where it fails the server never starts, whatever Git or the API server let through.
 *
 * A revision without a signer is not looked at: where the spec asks for signatures, there is none.
 *
 * @param pullSecret - Secret of the team's namespaces with which the platform's registry is read. @default - models are read
 * without a sign-in
 */
export function cosignCheck(
  { signers }: ReleasesSpec,
  { gateway }: Pick<WayIn, 'gateway'>,
  pullSecret?: string,
): ModelCheck {
  const home = scratch(CHECK_CONTAINER, HOME);
  const credentials = pullSecret === undefined ? undefined : credentialsIn(pullSecret);
  return ({ model, signer: name }) => {
    const signer = signers.find((each) => each.name === name);
    if (signer === undefined || !model.uri.startsWith('oci://')) return undefined;
    return {
      container: container(signer, model.uri.slice('oci://'.length), [home.mount, ...(credentials?.mounts ?? [])]),
      volumes: [home.volume, ...(credentials?.volumes ?? [])],
      egress: [
        {
          to: [
            {
              namespaceSelector: namespaceNamed(gateway.proxyNamespace),
              podSelector: { matchLabels: gateway.proxyLabels },
            },
          ],
        },
      ],
    };
  };
}

/** A Secret that is not there yet hinders no pod: cosign fails, is started again, and finds it. */
function credentialsIn(secretName: string): { mounts: VolumeMount[]; volumes: Volume[] } {
  const name = `${CHECK_CONTAINER}-registry`;
  const items = [{ key: '.dockerconfigjson', path: 'config.json' }];
  return {
    mounts: [{ name, mountPath: CREDENTIALS, readOnly: true }],
    volumes: [{ name, secret: { secretName, items, optional: true } }],
  };
}

function container(signer: SignerSpec, reference: string, volumeMounts: readonly VolumeMount[]): Container {
  const credentials = volumeMounts.some(({ mountPath }) => mountPath === CREDENTIALS);
  return {
    name: CHECK_CONTAINER,
    image: components.cosign.images[0],
    args: ['verify', ...trustOf(signer), '--output=text', reference],
    env: [
      ...keyOf(signer),
      { name: 'HOME', value: HOME },
      { name: 'TUF_ROOT', value: `${HOME}/tuf` },
      ...(credentials ? [{ name: 'DOCKER_CONFIG', value: CREDENTIALS }] : []),
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } },
    securityContext: READ_ONLY_CONTAINER,
    volumeMounts,
  };
}

/** A key pair has no entry in a public log; an identity has, and cosign looks for it. */
function trustOf(signer: SignerSpec): string[] {
  return signer.kind === 'key'
    ? ['--key=env://PLINTH_SIGNER', '--insecure-ignore-tlog=true']
    : [`--certificate-oidc-issuer=${signer.issuer}`, `--certificate-identity=${signer.identity}`];
}

function keyOf(signer: SignerSpec): EnvVar[] {
  return signer.kind === 'key' ? [{ name: 'PLINTH_SIGNER', value: signer.publicKey }] : [];
}
