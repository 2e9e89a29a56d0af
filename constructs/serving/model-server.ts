import { Construct } from 'constructs';
import type { EndpointSpec } from '../../spec/serving.ts';
import { sizeText } from '../../spec/units.ts';
import { InferenceService } from '../imports/kserve.gen.ts';
import type { ResourceRequirements } from '../imports/kubernetes.gen.ts';
import { nodeShare } from '../training/index.ts';
import { CLASSIC_PORT, CLASSIC_RUNTIMES, classicRuntimeName } from './classic-runtime.ts';
import { modelSource } from './model-source.ts';
import { type Revision, revisionAnnotations, revisionLabels, revisionName } from './revision.ts';
import { probes, queueLabels, serverPod } from './server-pod.ts';
import type { ServingPlace } from './serving-place.ts';

/** An endpoint of a classic model. */
export type ClassicEndpoint = Extract<EndpointSpec, { kind: 'classic' }>;

/** One revision of a classic endpoint. */
export interface ModelServerProps {
  /** Where it runs, from `platform.serving`. */
  readonly place: ServingPlace;
  /** The endpoint. */
  readonly endpoint: ClassicEndpoint;
  /** What it serves. */
  readonly revision: Revision;
}

/** Longest that a classic model may take to load. Unit: seconds. */
const START = 600;

/** A server of a classic model: an InferenceService whose replicas are KEDA's and whose routes are the endpoint's. */
export class ModelServer extends Construct {
  /** Service in front of its pods. */
  public readonly service: { readonly name: string; readonly port: number };
  /** What its replicas are set on. */
  public readonly workload: { readonly apiVersion: string; readonly kind: string; readonly name: string };

  public constructor(scope: Construct, id: string, props: ModelServerProps) {
    super(scope, id);
    const { endpoint, place, revision } = props;
    const name = revisionName(endpoint, revision);
    // KServe names them; in Standard mode a Service answers at 80 for the first port of the container.
    this.service = { name: `${name}-predictor`, port: 80 };
    this.workload = { apiVersion: 'apps/v1', kind: 'Deployment', name: `${name}-predictor` };
    const { secret } = place.bucket ?? {};
    new InferenceService(this, 'service', {
      metadata: {
        name,
        namespace: place.namespace,
        labels: {
          ...revisionLabels(endpoint, revision),
          ...queueLabels(place.queueName, endpoint.priority),
          'networking.kserve.io/visibility': 'cluster-local',
        },
        annotations: {
          'serving.kserve.io/deploymentMode': 'Standard',
          'serving.kserve.io/autoscalerClass': 'external',
          ...(secret === undefined ? {} : { 'serving.kserve.io/secretName': secret }),
          ...revisionAnnotations(revision),
        },
      },
      spec: { predictor: predictor(props) },
    });
  }
}

function predictor({ endpoint, place, revision }: ModelServerProps) {
  const { named, protocol, ready } = CLASSIC_RUNTIMES[endpoint.format];
  const called = named(endpoint.name);
  const source = modelSource(revision.model.uri, place);
  const check = place.verify?.(revision, source);
  const labels = revisionLabels(endpoint, revision);
  const volumes =
    check === undefined ? [] : [...(source.volume ? [source.volume.volume] : []), ...(check.volumes ?? [])];
  return {
    ...serverPod(place, labels),
    labels: { ...labels, ...place.podLabels },
    terminationGracePeriodSeconds: 60,
    ...(check === undefined ? {} : { initContainers: [check.container], volumes }),
    model: {
      modelFormat: { name: endpoint.format },
      runtime: classicRuntimeName(endpoint.format),
      protocolVersion: protocol,
      storageUri: source.uri,
      image: revision.runtimeImage,
      ...called,
      ...(revision.args === undefined ? {} : { args: [...(called.args ?? []), ...revision.args] }),
      resources: resources(place, endpoint),
      ...probes(ready(endpoint.name), CLASSIC_PORT, START),
    },
  };
}

/** Accelerators with their part of the node; without any, so many vCPUs with theirs. */
function resources({ pool }: ServingPlace, { accelerators, vcpus }: ClassicEndpoint): ResourceRequirements {
  if (accelerators > 0) return nodeShare(pool, accelerators);
  if (pool.resource === 'cpu') return nodeShare(pool, vcpus);
  const { memoryGib, vcpus: onNode } = pool.shape;
  const cpu = { cpu: `${vcpus}` };
  if (onNode === undefined || memoryGib === undefined) return { requests: cpu };
  const memory = sizeText(Math.max(1, Math.floor((memoryGib / onNode) * vcpus)));
  return { requests: { ...cpu, memory }, limits: { memory } };
}
