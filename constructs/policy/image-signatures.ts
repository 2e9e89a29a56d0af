import { Construct } from 'constructs';
import type { PolicyException, PolicySpec } from '../../spec/policy.ts';
import type { SignerSpec } from '../../spec/releases.ts';
import { signerKey } from '../../spec/signer-key.ts';
import { ImageValidatingPolicy, type ImageValidatingPolicyAttestor } from '../imports/kyverno.gen.ts';
import { TEAM_NAMESPACES } from './admission-policy.ts';
import { listOf, named, TEAM, textOf } from './cel.ts';
import { exceptionLines, imageExempt } from './exceptions.ts';
import { beginnings, FULL_NAME, imagesOf, mountedBy, PODS_AND_THEIR_IMAGES } from './pod-images.ts';

/** Whose signatures are asked for, and where. */
export interface ImageSignaturesProps {
  /** What the spec says about images. */
  readonly images: PolicySpec['images'];
  /** Registries, or folders in them, whose images must be signed. */
  readonly places: readonly string[];
  /** Who may sign. */
  readonly signers: readonly SignerSpec[];
  /** Images of the platform itself: its projects sign them, not its signers. */
  readonly known: readonly string[];
  /** Exceptions from it. */
  readonly exceptions: readonly PolicyException[];
}

/** How long Kyverno may take for one pod: it asks registries. Unit: seconds. */
const TIMEOUT_SECONDS = 20;

/** Public log of signatures by identity. */
const REKOR = 'https://rekor.sigstore.dev';

/** CEL: all images of the pod that must be signed. */
const CHECKED = ['containers', 'initContainers', 'ephemeralContainers', 'volumes']
  .map((list) => `images.${list}`)
  .join(' + ');

/**
 * Refuses pods of teams with an image or a model that none of the platform's signers signed. Kyverno decides: the API server
 * cannot ask a registry.
 *
 * Kyverno is asked about new images in namespaces of teams, and about nothing else: while it does not answer, the cluster and the
 * platform go on.
 */
export class ImageSignatures extends Construct {
  public constructor(scope: Construct, id: string, props: ImageSignaturesProps) {
    super(scope, id);
    const { exceptions, images, known, places, signers } = props;
    const { pullSecret } = images;
    const excused = imageExempt(exceptions, true);
    new ImageValidatingPolicy(this, 'policy', {
      metadata: { name: 'plinth-image-signatures', annotations: exceptionLines(exceptions) },
      spec: {
        validationActions: [images.signatures === 'audit' ? 'Audit' : 'Deny'],
        failurePolicy: images.whenUnanswered === 'admit' || images.signatures === 'audit' ? 'Ignore' : 'Fail',
        webhookConfiguration: { timeoutSeconds: TIMEOUT_SECONDS },
        matchConstraints: { resourceRules: PODS_AND_THEIR_IMAGES, namespaceSelector: TEAM_NAMESPACES },
        matchConditions: [
          { name: 'not-ending', expression: '!has(object.metadata.deletionTimestamp)' },
          {
            name: 'new-images',
            expression: `request.operation == 'CREATE' || (${imagesOf('object')}) != (${imagesOf('oldObject')})`,
          },
        ],
        // What these pods are made from is looked at when it makes them: one place to decide, one to read about.
        autogen: { podControllers: { controllers: [] } },
        evaluation: { background: { enabled: false } },
        matchImageReferences: [{ expression: inPlaces(places, known) }],
        images: [{ name: 'volumes', expression: mountedBy('object') }],
        // Digests are asked for by `plinth-image-digests`, without Kyverno.
        validationConfigurations: { mutateDigest: false, verifyDigest: false, required: false },
        ...(pullSecret === undefined ? {} : { credentials: { secrets: [pullSecret] } }),
        attestors: signers.map(attestor),
        validations: [
          {
            expression: `(${CHECKED}).all(i, ${excused} || ${signedBy(signers)})`,
            message: `images of ${named(places)} must be signed by ${names(signers)}: sign the image with \`cosign sign\`, or ask one of them to`,
          },
        ],
      },
    });
  }
}

function inPlaces(places: readonly string[], known: readonly string[]): string {
  return `[ref].exists(i, !(i in ${listOf(known)}) && ${listOf(beginnings(places))}.exists(p, ${FULL_NAME}.startsWith(p)))`;
}

/** CEL: whether one of those signed the image `i` who may sign for the team. */
function signedBy(signers: readonly SignerSpec[]): string {
  const forAll = signers.filter(({ teams }) => teams === undefined);
  const forSome = signers.flatMap(({ name, teams }) => (teams === undefined ? [] : [{ name, teams }]));
  const verified = (of: readonly { readonly name: string }[]) =>
    `verifyImageSignatures(i, [${of.map(({ name }) => `attestors[${textOf(name)}]`).join(', ')}]) > 0`;
  const words = [
    ...(forAll.length === 0 ? [] : [verified(forAll)]),
    ...forSome.map((signer) => `(${TEAM} in ${listOf(signer.teams)} && ${verified([signer])})`),
  ];
  return `(${words.join(' || ')})`;
}

function attestor(signer: SignerSpec): ImageValidatingPolicyAttestor {
  const { name } = signer;
  if (signer.kind === 'keyless') {
    const identities = [{ issuer: signer.issuer, subject: signer.identity }];
    return { name, cosign: { keyless: { identities }, ctlog: { url: REKOR } } };
  }
  const read = signerKey(signer.publicKey);
  const hashAlgorithm = typeof read === 'string' || read.hash === undefined ? 'sha256' : read.hash;
  // A key pair has no entry in a public log; `cosign-check.ts` and `plinth release` know it by its key alone, too.
  return {
    name,
    cosign: {
      key: { data: signer.publicKey, hashAlgorithm },
      ctlog: { insecureIgnoreTlog: true, insecureIgnoreSCT: true },
    },
  };
}

function names(signers: readonly SignerSpec[]): string {
  return signers.map(({ name, teams }) => (teams === undefined ? name : `${name} (for ${named(teams)})`)).join(' or ');
}
