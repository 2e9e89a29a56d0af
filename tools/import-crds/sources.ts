import { components } from '../../catalog/components/index.ts';
import type { CrdFile, CrdSource } from './crd-source.ts';

/** A Go module with its CRD folder, as the catalogue has it. */
interface CrdModule {
  readonly path: string;
  readonly version: string;
  readonly crds: string;
}

/**
 * Flux is several controllers and the catalogue names no module for it.
 *
 * Never a newer minor than the controllers of the catalogue's Flux where the module proxy has one, so that the types
 * do not allow what the cluster refuses.
 */
const FLUX: Readonly<Record<'source' | 'kustomize' | 'helm', CrdModule>> = {
  source: { path: 'github.com/fluxcd/source-controller', version: 'v1.8.5', crds: 'config/crd/bases' },
  kustomize: { path: 'github.com/fluxcd/kustomize-controller', version: 'v1.7.3', crds: 'config/crd/bases' },
  helm: { path: 'github.com/fluxcd/helm-controller', version: 'v1.6.4', crds: 'config/crd/bases' },
};

const KUEUE_KINDS = [
  ...['ClusterQueue', 'LocalQueue', 'Cohort', 'ResourceFlavor', 'WorkloadPriorityClass', 'Topology', 'AdmissionCheck'],
  ...['ProvisioningRequestConfig', 'MultiKueueConfig', 'MultiKueueCluster', 'Workload'],
];

/** All files of custom resources. */
export const CRD_FILES: readonly CrdFile[] = [
  file('kueue', inModule(components.kueue.module, KUEUE_KINDS)),
  file('jobset', inModule(components.jobset.module, ['JobSet'])),
  file('lws', inModule(components.leaderworkerset.module, ['LeaderWorkerSet'])),
  file(
    'trainer',
    inModule(components['kubeflow-trainer'].module, ['TrainJob', 'TrainingRuntime', 'ClusterTrainingRuntime']),
  ),
  file('kuberay', inModule(components.kuberay.module, ['RayCluster', 'RayJob', 'RayService'])),
  file(
    'spark-operator',
    inModule(components['spark-operator'].module, ['SparkApplication', 'ScheduledSparkApplication']),
  ),
  file(
    'gpu-operator',
    inSnapshot('NVIDIA/gpu-operator', components['nvidia-gpu-operator'], 'gpu-operator', [
      ...['ClusterPolicy', 'NVIDIADriver', 'GPUCluster'],
    ]),
  ),
  file(
    'network-operator',
    inSnapshot('Mellanox/network-operator', components['nvidia-network-operator'], 'network-operator', [
      'NicClusterPolicy',
    ]),
  ),
  file('nvidia-dra-driver', inModule(components['nvidia-dra-driver'].module, ['ComputeDomain'])),
  file(
    'node-feature-discovery',
    inModule(components['node-feature-discovery'].module, ['NodeFeatureRule', 'NodeFeature', 'NodeFeatureGroup']),
  ),
  file('karpenter', inModule(components['karpenter-crd'].module, ['NodePool', 'NodeClaim', 'NodeOverlay'])),
  file('karpenter-aws', inModule(components['karpenter-crd'].module, ['EC2NodeClass'])),
  file(
    'karpenter-azure',
    inSnapshot('Azure/karpenter-provider-azure', components['karpenter-azure'], 'karpenter-provider-azure', [
      'AKSNodeClass',
    ]),
  ),
  file(
    'gateway-api',
    inModule(components['gateway-api'].module, ['GatewayClass', 'Gateway', 'HTTPRoute', 'TLSRoute', 'ReferenceGrant']),
  ),
  file(
    'envoy-gateway',
    inModule(components['envoy-gateway-crds'].module, [
      'Backend',
      ...['BackendTrafficPolicy', 'ClientTrafficPolicy', 'EnvoyProxy', 'SecurityPolicy'],
    ]),
  ),
  file('cloudnative-pg', inModule(components['cloudnative-pg'].module, ['Cluster', 'ScheduledBackup'])),
  file('cert-manager', inModule(components['cert-manager'].module, ['Certificate', 'ClusterIssuer'])),
  file(
    'external-secrets',
    inModule(components['external-secrets'].module, ['ClusterSecretStore', 'ExternalSecret', 'Password']),
  ),
  file('argo-cd', inModule(components['argo-cd'].module, ['Application', 'AppProject', 'ApplicationSet'])),
  file(
    'flux',
    inModule(FLUX.source, ['GitRepository', 'OCIRepository', 'HelmRepository']),
    inModule(FLUX.kustomize, ['Kustomization']),
    inModule(FLUX.helm, ['HelmRelease']),
  ),
  file('kserve', inModule(components['kserve-crd'].module, ['InferenceService', 'ClusterServingRuntime'])),
  file(
    'kserve-llmisvc',
    inModule(components['kserve-llmisvc-crd'].module, ['LLMInferenceService', 'LLMInferenceServiceConfig'], {
      LLMInferenceService: 'v1alpha2',
      LLMInferenceServiceConfig: 'v1alpha2',
    }),
  ),
  file('inference-extension', inModule(components['gateway-api-inference-extension'].module, ['InferencePool'])),
  file(
    'envoy-ai-gateway',
    inModule(components['envoy-ai-gateway-crd'].module, ['AIGatewayRoute', 'AIServiceBackend'], {
      AIGatewayRoute: 'v1beta1',
      AIServiceBackend: 'v1beta1',
    }),
  ),
  file('keda', inModule(components.keda.module, ['ScaledObject', 'TriggerAuthentication'])),
  file(
    'prometheus-operator',
    inModule(
      components['prometheus-operator'].module,
      ['Prometheus', 'Alertmanager', 'ServiceMonitor', 'PodMonitor', 'PrometheusRule', 'AlertmanagerConfig'],
      { AlertmanagerConfig: 'v1alpha1' },
    ),
  ),
  file('kyverno', inModule(components.kyverno.module, ['ImageValidatingPolicy'], { ImageValidatingPolicy: 'v1' })),
];

function file(name: string, ...sources: readonly CrdSource[]): CrdFile {
  return { name, sources };
}

function inModule(
  { path, version, crds }: CrdModule,
  kinds: readonly string[],
  versions?: CrdSource['versions'],
): CrdSource {
  return { origin: { in: 'module', module: { path, version }, folder: crds }, kinds, versions };
}

function inSnapshot(
  project: string,
  { version }: { readonly version: string },
  folder: string,
  kinds: readonly string[],
): CrdSource {
  return { origin: { in: 'snapshot', project, version, folder: `../shared/upstream/crds/${folder}` }, kinds };
}
