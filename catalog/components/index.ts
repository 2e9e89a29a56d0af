import type { Component } from '../component.ts';
import { alertmanager } from './alertmanager.ts';
import { amdGpuOperator } from './amd-gpu-operator.ts';
import { argoCd } from './argo-cd.ts';
import { argoRollouts } from './argo-rollouts.ts';
import { ascendDevicePlugin } from './ascend-device-plugin.ts';
import { awsEfaDevicePlugin } from './aws-efa-device-plugin.ts';
import { awsNeuron } from './aws-neuron.ts';
import { certManager } from './cert-manager.ts';
import { cilium } from './cilium.ts';
import { ciliumCli } from './cilium-cli.ts';
import { cloudnativePg } from './cloudnative-pg.ts';
import { clusterApi } from './cluster-api.ts';
import { clusterAutoscaler } from './cluster-autoscaler.ts';
import { cosign } from './cosign.ts';
import { deepspeedRuntime } from './deepspeed-runtime.ts';
import { dex } from './dex.ts';
import { envoyAiGateway } from './envoy-ai-gateway.ts';
import { envoyAiGatewayCrd } from './envoy-ai-gateway-crd.ts';
import { envoyGateway } from './envoy-gateway.ts';
import { envoyGatewayCrds } from './envoy-gateway-crds.ts';
import { externalDns } from './external-dns.ts';
import { externalSecrets } from './external-secrets.ts';
import { flux } from './flux.ts';
import { gatewayApi } from './gateway-api.ts';
import { gatewayApiInferenceExtension } from './gateway-api-inference-extension.ts';
import { googleTpu } from './google-tpu.ts';
import { gpudirectTcpx } from './gpudirect-tcpx.ts';
import { gpudirectTcpxo } from './gpudirect-tcpxo.ts';
import { grafana } from './grafana.ts';
import { gvisor } from './gvisor.ts';
import { harbor } from './harbor.ts';
import { jaxRuntime } from './jax-runtime.ts';
import { jobset } from './jobset.ts';
import { karpenter } from './karpenter.ts';
import { karpenterAzure } from './karpenter-azure.ts';
import { karpenterCrd } from './karpenter-crd.ts';
import { kataDeploy } from './kata-deploy.ts';
import { katib } from './katib.ts';
import { keda } from './keda.ts';
import { keycloak } from './keycloak.ts';
import { kserve } from './kserve.ts';
import { kserveCrd } from './kserve-crd.ts';
import { kserveLlmisvc } from './kserve-llmisvc.ts';
import { kserveLlmisvcCrd } from './kserve-llmisvc-crd.ts';
import { kubectl } from './kubectl.ts';
import { kubeedge } from './kubeedge.ts';
import { kubeflowTrainer } from './kubeflow-trainer.ts';
import { kuberay } from './kuberay.ts';
import { kubernetes } from './kubernetes.ts';
import { kueue } from './kueue.ts';
import { kyverno } from './kyverno.ts';
import { leaderworkerset } from './leaderworkerset.ts';
import { lightgbmServer } from './lightgbm-server.ts';
import { llmDRouter } from './llm-d-router.ts';
import { loki } from './loki.ts';
import { metal3 } from './metal3.ts';
import { mlflow } from './mlflow.ts';
import { mlserver } from './mlserver.ts';
import { mpiRuntime } from './mpi-runtime.ts';
import { neuronMonitor } from './neuron-monitor.ts';
import { nodeFeatureDiscovery } from './node-feature-discovery.ts';
import { nodeReadinessController } from './node-readiness-controller.ts';
import { nriDeviceInjector } from './nri-device-injector.ts';
import { nvidiaContainerToolkit } from './nvidia-container-toolkit.ts';
import { nvidiaDraDriver } from './nvidia-dra-driver.ts';
import { nvidiaGpuOperator } from './nvidia-gpu-operator.ts';
import { nvidiaNetworkOperator } from './nvidia-network-operator.ts';
import { opencost } from './opencost.ts';
import { opentelemetryCollector } from './opentelemetry-collector.ts';
import { promLabelProxy } from './prom-label-proxy.ts';
import { prometheus } from './prometheus.ts';
import { prometheusOperator } from './prometheus-operator.ts';
import { pulumiTalos } from './pulumi-talos.ts';
import { ray } from './ray.ts';
import { rook } from './rook.ts';
import { sklearnServer } from './sklearn-server.ts';
import { sparkOperator } from './spark-operator.ts';
import { spegel } from './spegel.ts';
import { talos } from './talos.ts';
import { tempo } from './tempo.ts';
import { tensorflowServing } from './tensorflow-serving.ts';
import { torchRuntime } from './torch-runtime.ts';
import { tritonServer } from './triton-server.ts';
import { valkey } from './valkey.ts';
import { vllm } from './vllm.ts';
import { xgboostRuntime } from './xgboost-runtime.ts';
import { xgboostServer } from './xgboost-server.ts';

/** Upstream parts of the platform by name. */
export const components = {
  kubernetes,
  'nvidia-gpu-operator': nvidiaGpuOperator,
  'nvidia-container-toolkit': nvidiaContainerToolkit,
  'nvidia-dra-driver': nvidiaDraDriver,
  'amd-gpu-operator': amdGpuOperator,
  'aws-neuron': awsNeuron,
  'neuron-monitor': neuronMonitor,
  'ascend-device-plugin': ascendDevicePlugin,
  'google-tpu': googleTpu,
  'node-feature-discovery': nodeFeatureDiscovery,
  'nvidia-network-operator': nvidiaNetworkOperator,
  'aws-efa-device-plugin': awsEfaDevicePlugin,
  'gpudirect-tcpx': gpudirectTcpx,
  'gpudirect-tcpxo': gpudirectTcpxo,
  'nri-device-injector': nriDeviceInjector,
  'kata-deploy': kataDeploy,
  gvisor,
  talos,
  'pulumi-talos': pulumiTalos,
  'cloudnative-pg': cloudnativePg,
  'cluster-api': clusterApi,
  metal3,
  kubectl,
  kubeedge,
  cilium,
  'cilium-cli': ciliumCli,
  rook,
  karpenter,
  'karpenter-crd': karpenterCrd,
  'karpenter-azure': karpenterAzure,
  'cluster-autoscaler': clusterAutoscaler,
  kueue,
  jobset,
  leaderworkerset,
  'kubeflow-trainer': kubeflowTrainer,
  kuberay,
  'spark-operator': sparkOperator,
  katib,
  'torch-runtime': torchRuntime,
  'jax-runtime': jaxRuntime,
  'deepspeed-runtime': deepspeedRuntime,
  'mpi-runtime': mpiRuntime,
  'xgboost-runtime': xgboostRuntime,
  'argo-cd': argoCd,
  'argo-rollouts': argoRollouts,
  flux,
  'cert-manager': certManager,
  'gateway-api': gatewayApi,
  'envoy-gateway-crds': envoyGatewayCrds,
  'envoy-gateway': envoyGateway,
  'external-dns': externalDns,
  'external-secrets': externalSecrets,
  dex,
  keycloak,
  harbor,
  spegel,
  valkey,
  cosign,
  mlflow,
  ray,
  vllm,
  'kserve-crd': kserveCrd,
  kserve,
  'kserve-llmisvc-crd': kserveLlmisvcCrd,
  'kserve-llmisvc': kserveLlmisvc,
  'gateway-api-inference-extension': gatewayApiInferenceExtension,
  'llm-d-router': llmDRouter,
  'envoy-ai-gateway-crd': envoyAiGatewayCrd,
  'envoy-ai-gateway': envoyAiGateway,
  keda,
  kyverno,
  'sklearn-server': sklearnServer,
  'xgboost-server': xgboostServer,
  'lightgbm-server': lightgbmServer,
  mlserver,
  'tensorflow-serving': tensorflowServing,
  'triton-server': tritonServer,
  'prometheus-operator': prometheusOperator,
  prometheus,
  alertmanager,
  grafana,
  opencost,
  loki,
  tempo,
  'opentelemetry-collector': opentelemetryCollector,
  'prom-label-proxy': promLabelProxy,
  'node-readiness-controller': nodeReadinessController,
} as const satisfies Record<string, Component>;

/** Name of a component. */
export type ComponentName = keyof typeof components;

/** The component of that name, if there is one. */
export function findComponent(name: string): Component | undefined {
  const table: Readonly<Record<string, Component>> = components;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
