/** Policy: what the cluster refuses beyond what keeps teams apart. */
export {
  AdmissionPolicy,
  type AdmissionPolicyProps,
  PLATFORM_NAMESPACES,
  TEAM_NAMESPACES,
  type Verdict,
} from './admission-policy.ts';
export { EXCEPTIONS_ANNOTATION } from './exceptions.ts';
export { ImageDigests, type ImageDigestsProps } from './image-digests.ts';
export { ImageRegistries, type ImageRegistriesProps } from './image-registries.ts';
export { ImageSignatures, type ImageSignaturesProps } from './image-signatures.ts';
export { knownImages } from './known-images.ts';
export { KYVERNO_NAMESPACE, type KyvernoValues, kyvernoValues } from './kyverno-values.ts';
export { OpenEgress } from './open-egress.ts';
export { PlatformImages, type PlatformImagesProps } from './platform-images.ts';
export { Policy, type PolicyProps } from './policy.ts';
export { QueuedAccelerators, type QueuedAcceleratorsProps } from './queued-accelerators.ts';
export { RequiredLabels, type RequiredLabelsProps } from './required-labels.ts';
