import { Construct } from 'constructs';
import type { LanguageEndpoint } from '../../spec/language-server-size.ts';
import {
  LLMInferenceService,
  type LLMInferenceServiceRouterScheduler,
  type LLMInferenceServiceSpec,
} from '../imports/kserve-llmisvc.gen.ts';
import { languageLayout, languageNamespace } from './language-size.ts';
import { type LlmPodProps, llmPod } from './llm-pod.ts';
import { modelSource } from './model-source.ts';
import { type Revision, revisionAnnotations, revisionLabels, revisionName } from './revision.ts';
import { onPool, queueLabels } from './server-pod.ts';
import type { ServingPlace } from './serving-place.ts';

/** One revision of a language endpoint. */
export interface LlmServerProps {
  /** Where it runs, from `platform.serving`. */
  readonly place: ServingPlace;
  /** The endpoint. */
  readonly endpoint: LanguageEndpoint;
  /** What it serves. */
  readonly revision: Revision;
}

/**
 * A server of a language model: an LLMInferenceService with an endpoint picker in front of its pods.
 *
 * It has no route and no number of replicas of its own: it names the endpoint's route, whose gateway KServe waits for, and
 * KEDA sets the number.
 */
export class LlmServer extends Construct {
  /** Namespace that it runs in. */
  public readonly namespace: string;
  /** Group of its pods, which routes name. */
  public readonly pool: string;
  /** Labels of the pods that may be asked directly. */
  public readonly asked: Readonly<Record<string, string>>;
  /** What its replicas are set on. */
  public readonly workload: { readonly apiVersion: string; readonly kind: string; readonly name: string };

  public constructor(scope: Construct, id: string, props: LlmServerProps) {
    super(scope, id);
    const { endpoint, place, revision } = props;
    const name = revisionName(endpoint, revision);
    this.namespace = languageNamespace(endpoint, place);
    this.pool = `${name}-inference-pool`;
    this.asked = {
      'app.kubernetes.io/name': name,
      'kserve.io/component': 'workload',
      'llm-d.ai/role': endpoint.prefill === undefined ? 'both' : 'decode',
    };
    this.workload =
      endpoint.nodes === 1
        ? { apiVersion: 'apps/v1', kind: 'Deployment', name: `${name}-kserve` }
        : { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', name: `${name}-kserve-mn` };
    const { secret } = place.bucket ?? {};
    new LLMInferenceService(this, 'service', {
      metadata: {
        name,
        namespace: this.namespace,
        labels: { ...revisionLabels(endpoint, revision), ...queueLabels(place.queueName, endpoint.priority) },
        annotations: {
          ...(secret === undefined ? {} : { 'serving.kserve.io/secretName': secret }),
          ...revisionAnnotations(revision),
        },
      },
      spec: spec(props, this.pool),
    });
  }
}

function spec({ endpoint, place, revision }: LlmServerProps, pool: string): LLMInferenceServiceSpec {
  const layout = languageLayout(endpoint, place);
  const source = modelSource(revision.model.uri, place);
  const labels = revisionLabels(endpoint, revision);
  const pod: LlmPodProps = {
    ...{ place, layout, source, labels },
    pool: `${languageNamespace(endpoint, place)}/${pool}`,
    model: endpoint.name,
    image: revision.runtimeImage,
    args: revision.args,
    check: place.verify?.(revision, source),
    role: endpoint.prefill === undefined ? undefined : 'decode',
  };
  const podLabels = { ...labels, ...place.podLabels };
  return {
    model: { uri: source.uri, name: endpoint.name },
    labels: podLabels,
    ...workload(pod),
    ...(endpoint.prefill === undefined
      ? {}
      : {
          prefill: {
            replicas: endpoint.prefill.replicas,
            labels: podLabels,
            ...workload({ ...pod, role: 'prefill' }),
          },
        }),
    router: { route: { http: { refs: [{ name: endpoint.name }] } }, scheduler: scheduler(place, labels) },
  };
}

/** One pod for each server, or a leader with its workers. */
function workload(pod: LlmPodProps): Pick<LLMInferenceServiceSpec, 'parallelism' | 'template' | 'worker'> {
  const { nodes, size, units } = pod.layout;
  const tensor = size?.tensorParallel ?? units;
  if (nodes === 1) return { parallelism: { tensor }, template: llmPod(pod) };
  return { parallelism: { tensor, pipeline: nodes }, template: llmPod(pod), worker: llmPod(pod, 'worker') };
}

/** The picker is the preset's; here stands only where it runs. */
function scheduler(
  { pickers }: ServingPlace,
  labels: Readonly<Record<string, string>>,
): LLMInferenceServiceRouterScheduler {
  return {
    labels: { ...labels, ...queueLabels(pickers.queueName) },
    template: onPool(pickers.pool),
  };
}
