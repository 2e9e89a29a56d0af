import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { GATEWAY, namespaceObject } from './serving-components.ts';

/** Namespace of the team whose models are served. */
export const TEAM = 'team-serving';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const ENVOY = 'gateway.envoyproxy.io/v1alpha1';
const parent = { name: GATEWAY.name, namespace: GATEWAY.namespace };

/** A gateway whose proxies have an address inside of the cluster: nothing hands out load balancers here. */
export const GATEWAY_OBJECTS: readonly KubernetesObject[] = [
  namespaceObject(TEAM),
  namespaceObject(GATEWAY.namespace),
  {
    apiVersion: ENVOY,
    kind: 'EnvoyProxy',
    metadata: { name: 'models', namespace: GATEWAY.namespace },
    spec: { provider: { type: 'Kubernetes', kubernetes: { envoyService: { type: 'ClusterIP' } } } },
  },
  {
    apiVersion: GATEWAY_API,
    kind: 'GatewayClass',
    metadata: { name: 'envoy' },
    spec: {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
      parametersRef: {
        group: 'gateway.envoyproxy.io',
        kind: 'EnvoyProxy',
        ...{ name: 'models', namespace: GATEWAY.namespace },
      },
    },
  },
  {
    apiVersion: GATEWAY_API,
    kind: 'Gateway',
    metadata: { name: GATEWAY.name, namespace: GATEWAY.namespace },
    spec: {
      gatewayClassName: 'envoy',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
    },
  },
];

/** A Service to route to, and a route with weights: nine requests for the old, one for the new. */
export const WEIGHTED_ROUTE: readonly KubernetesObject[] = [
  service('old'),
  service('new'),
  {
    apiVersion: GATEWAY_API,
    kind: 'HTTPRoute',
    metadata: { name: 'weighted', namespace: TEAM },
    spec: {
      parentRefs: [parent],
      hostnames: ['weighted.models.example.org'],
      rules: [
        {
          backendRefs: [
            { name: 'old', port: 80, weight: 9 },
            { name: 'new', port: 80, weight: 1 },
          ],
        },
      ],
    },
  },
];

function service(name: string): KubernetesObject {
  const metadata = { name, namespace: TEAM };
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: name }, ports: [{ port: 80 }] } };
}

/** A route to a gateway that lets no such route in. */
export const LOST_ROUTE: KubernetesObject = {
  apiVersion: GATEWAY_API,
  kind: 'HTTPRoute',
  metadata: { name: 'lost', namespace: TEAM },
  spec: { parentRefs: [{ ...parent, sectionName: 'https' }], rules: [{ backendRefs: [{ name: 'nobody', port: 80 }] }] },
};

/** A scikit-learn model. */
export const INFERENCE_SERVICE: KubernetesObject = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { name: 'iris', namespace: TEAM },
  spec: {
    predictor: {
      minReplicas: 2,
      maxReplicas: 4,
      model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/iris' },
    },
  },
};

const eightGpus = { limits: { cpu: '16', memory: '128Gi', 'nvidia.com/gpu': '8' } };
const oneGpu = { limits: { cpu: '8', memory: '64Gi', 'nvidia.com/gpu': '1' } };
const router = { gateway: {}, route: {}, scheduler: {} };

/** A language model that fits one node, with an endpoint picker. */
export const LANGUAGE_MODEL: KubernetesObject = {
  apiVersion: 'serving.kserve.io/v1alpha2',
  kind: 'LLMInferenceService',
  metadata: { name: 'chat', namespace: TEAM },
  spec: {
    model: { uri: 'hf://example/chat', name: 'example/chat' },
    replicas: 2,
    router,
    template: { containers: [{ name: 'main', resources: oneGpu }] },
  },
};

/** A language model that spans two nodes of eight GPUs. */
export const WIDE_MODEL: KubernetesObject = {
  apiVersion: 'serving.kserve.io/v1alpha2',
  kind: 'LLMInferenceService',
  metadata: { name: 'wide', namespace: TEAM },
  spec: {
    model: { uri: 'hf://example/wide', name: 'example/wide' },
    replicas: 1,
    parallelism: { data: 16, dataLocal: 8, tensor: 1, expert: true },
    router,
    template: { containers: [{ name: 'main', resources: eightGpus }] },
    worker: { containers: [{ name: 'main', resources: eightGpus }] },
  },
};

/** One of two releases of a language model that share the traffic of one name. @param more - other parts of its router. */
export function groupMember(name: string, weight: number, more: object): KubernetesObject {
  const group = name.replace(/-.*/, '');
  return {
    apiVersion: 'serving.kserve.io/v1alpha2',
    kind: 'LLMInferenceService',
    metadata: { name, namespace: TEAM },
    spec: {
      model: { uri: `hf://example/${name}`, name: `example/${group}` },
      replicas: 1,
      router: { gateway: {}, route: { group, weight }, ...more },
      template: { containers: [{ name: 'main', resources: oneGpu }] },
    },
  };
}

/** A database of two instances. */
export const DATABASE: KubernetesObject = {
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Cluster',
  metadata: { name: 'runs', namespace: TEAM },
  spec: { instances: 2, storage: { size: '10Gi', storageClass: 'simulated' } },
};

/** Something that works off a queue. */
export const WORKERS: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'workers', namespace: TEAM },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'workers' } },
    template: {
      metadata: { labels: { app: 'workers' } },
      spec: { containers: [{ name: 'main', image: 'registry.example.org/worker:1' }] },
    },
  },
};

/** Replicas of the workers by the length of a queue, zero without work. */
export function scaledByQueue(url: string): KubernetesObject {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'workers', namespace: TEAM },
    spec: {
      scaleTargetRef: { name: 'workers' },
      minReplicaCount: 0,
      maxReplicaCount: 5,
      pollingInterval: 1,
      cooldownPeriod: 1,
      initialCooldownPeriod: 0,
      triggers: [{ type: 'metrics-api', metadata: { url, valueLocation: 'queue', targetValue: '10' } }],
    },
  };
}
