import type { EndpointSpec } from '../../spec/serving.ts';
import type { Revision } from './revision.ts';
import type { ServingPlace } from './serving-place.ts';

/** An endpoint and what it answers with. */
export interface EndpointProps {
  /** Where it runs, from `platform.serving`. */
  readonly place: ServingPlace;
  /** The endpoint, as the spec says it. */
  readonly endpoint: EndpointSpec;
  /** What it answers with; the weights add up to 100. */
  readonly revisions: readonly Revision[];
}
