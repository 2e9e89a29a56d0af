/** Serving: models that answer. */
export { CHECK_CONTAINER, cosignCheck } from './cosign-check.ts';
export { Endpoint } from './endpoint.ts';
export { endpointChart } from './endpoint-chart.ts';
export { ENDPOINT_PORTS } from './endpoint-ports.ts';
export type { EndpointProps } from './endpoint-props.ts';
export { LlmServer, type LlmServerProps } from './llm-server.ts';
export type { ModelCheck, ModelCheckParts } from './model-check.ts';
export { type ClassicEndpoint, ModelServer, type ModelServerProps } from './model-server.ts';
export { IMAGE_VOLUMES, type ModelSource, mountsImages } from './model-source.ts';
export {
  RELEASE_LISTS_NAMESPACE,
  ReleaseAdmission,
  TeamReleases,
  type TeamReleasesProps,
} from './release-admission.ts';
export { ReplayJob, type ReplayJobProps } from './replay-job.ts';
export { ENDPOINT_LABELS, REVISION_ANNOTATIONS, type Revision, revisionName, revisionValue } from './revision.ts';
export { Serving, type ServingProps } from './serving.ts';
export type { ServingPlace, ServingSetting } from './serving-place.ts';
