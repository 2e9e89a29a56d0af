import type { Construct, IConstruct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { mirroredImage } from '../../spec/image-mirrors.ts';
import { mirrorsOf } from '../../spec/images.ts';
import type { PolicySpec } from '../../spec/policy.ts';
import { allowedRegistries, signedPlaces } from '../../spec/policy-registries.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import type { Verdict } from './admission-policy.ts';
import { exceptionsFrom } from './exceptions.ts';
import { ImageDigests } from './image-digests.ts';
import { ImageRegistries } from './image-registries.ts';
import { ImageSignatures } from './image-signatures.ts';
import { knownImages } from './known-images.ts';
import { KYVERNO_DEPLOYMENT, KYVERNO_NAMESPACE, type KyvernoValues, kyvernoValues } from './kyverno-values.ts';
import { OpenEgress } from './open-egress.ts';
import { PlatformImages } from './platform-images.ts';
import { QueuedAccelerators } from './queued-accelerators.ts';
import { RequiredLabels } from './required-labels.ts';

/** What policy is given. */
export interface PolicyProps extends RoomProps {
  /** What the spec says about it. */
  readonly policy: PolicySpec;
}

/** Policy: what the cluster refuses beyond what keeps teams apart. */
export class Policy extends Room {
  /** Kyverno. @default - no signatures are asked for, and the API server decides the rest by itself */
  public readonly kyverno: AddOn<KyvernoValues> | undefined;
  readonly #props: PolicyProps;

  public constructor(scope: Construct, props: PolicyProps) {
    super(scope, 'policy', props);
    this.#props = props;
    const { facts, policy } = props;
    const chart = this.in('platform');
    const resources = [...new Set(facts.pools.map(({ resource }) => resource))].filter((each) => each !== 'cpu');
    if (resources.length > 0)
      new QueuedAccelerators(chart, 'queued-accelerators', {
        resources,
        exceptions: exceptionsFrom('queued-accelerators', policy.exceptions),
      });
    if (policy.labels.length > 0)
      new RequiredLabels(chart, 'required-labels', {
        labels: policy.labels,
        exceptions: exceptionsFrom('required-labels', policy.exceptions),
      });
    new OpenEgress(chart, 'open-egress');
    this.kyverno = policy.images.signatures === 'off' ? undefined : this.#kyverno();
  }

  /**
   * Makes the policies about images, once every other room has said what it runs.
   *
   * @param platform - the whole platform
   * @returns what becomes of an unknown image in the platform's own namespaces
   */
  public close(platform: IConstruct): Verdict {
    const { lock, policy, spec } = this.#props;
    const { exceptions, images } = policy;
    const chart = this.in('platform');
    const listed = knownImages(platform);
    // Pods name them as the mirrors do.
    const known = listed.map((image) => mirroredImage(image, mirrorsOf(spec)));
    const registries = allowedRegistries(spec);
    if (registries.length > 0)
      new ImageRegistries(chart, 'image-registries', {
        registries,
        known,
        exceptions: exceptionsFrom('image-registries', exceptions),
      });
    if (images.digests !== 'off')
      new ImageDigests(chart, 'image-digests', {
        verdict: images.digests,
        known,
        exceptions: exceptionsFrom('image-digests', exceptions),
      });
    if (this.kyverno !== undefined)
      new ImageSignatures(chart, 'image-signatures', {
        images,
        places: signedPlaces(spec),
        signers: spec.releases?.signers ?? [],
        known,
        exceptions: exceptionsFrom('image-signatures', exceptions),
      });
    return new PlatformImages(chart, 'platform-images', { known, listed, lock }).verdict;
  }

  #kyverno(): AddOn<KyvernoValues> {
    const { policy, spec } = this.#props;
    new PlatformNamespace(this.in('operators'), 'kyverno-namespace', {
      name: KYVERNO_NAMESPACE,
      kubernetes: spec.target.kubernetes,
    });
    const { pullSecret } = policy.images;
    if (pullSecret !== undefined)
      this.external.push({
        apiVersion: 'v1',
        kind: 'Secret',
        name: pullSecret,
        namespace: KYVERNO_NAMESPACE,
        keys: ['.dockerconfigjson'],
        given: true,
        purpose: 'sign-in with which Kyverno reads signatures',
      });
    return this.install<KyvernoValues>({
      component: components.kyverno,
      namespace: KYVERNO_NAMESPACE,
      values: kyvernoValues(),
      ready: [{ kind: 'Deployment', name: KYVERNO_DEPLOYMENT }],
    });
  }
}
