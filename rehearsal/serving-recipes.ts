import { AI_GATEWAY_CHANGES } from './ai-gateway-sources.ts';
import { ENVOY_GATEWAY_CHANGES } from './envoy-gateway-sources.ts';

const KSERVE = {
  group: 'serving',
  folder: 'serving/kserve',
  module: 'github.com/kserve/kserve',
  unoptimised: true,
} as const;

/** Engines of the group `serving`, in the order in which they are built. */
export const SERVING_ENGINES = [
  { name: 'kserve', ...KSERVE, main: 'github.com/kserve/kserve/cmd/manager', seconds: 77 },
  { name: 'kserve-llmisvc', ...KSERVE, main: 'github.com/kserve/kserve/cmd/llmisvc', seconds: 15 },
  {
    name: 'envoy-gateway',
    group: 'serving',
    folder: 'serving/envoy-gateway',
    main: 'github.com/envoyproxy/gateway/cmd/envoy-gateway',
    module: 'github.com/envoyproxy/gateway',
    seconds: 149,
    unoptimised: true,
    changes: ENVOY_GATEWAY_CHANGES,
  },
  {
    name: 'epp',
    group: 'serving',
    folder: 'serving/epp',
    main: 'sigs.k8s.io/gateway-api-inference-extension/cmd/epp',
    module: 'sigs.k8s.io/gateway-api-inference-extension',
    seconds: 78,
    unoptimised: true,
  },
  {
    name: 'llm-d-inference-sim',
    group: 'serving',
    folder: 'serving/llm-d-inference-sim',
    main: 'github.com/llm-d/llm-d-inference-sim/cmd/llm-d-inference-sim',
    module: 'github.com/llm-d/llm-d-inference-sim',
    seconds: 98,
    unoptimised: true,
  },
  {
    name: 'cloudnative-pg',
    group: 'serving',
    folder: 'serving/cloudnative-pg',
    main: 'github.com/cloudnative-pg/cloudnative-pg/cmd/manager',
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    seconds: 80,
    unoptimised: true,
  },
  {
    name: 'ai-gateway',
    group: 'serving',
    folder: 'serving/ai-gateway',
    main: 'github.com/envoyproxy/ai-gateway/cmd/controller',
    module: 'github.com/envoyproxy/ai-gateway',
    seconds: 80,
    unoptimised: true,
    changes: AI_GATEWAY_CHANGES,
  },
  {
    name: 'keda',
    group: 'serving',
    folder: 'serving/keda',
    main: 'github.com/kedacore/keda/v2/cmd/operator',
    module: 'github.com/kedacore/keda/v2',
    seconds: 360,
    unoptimised: true,
  },
] as const;
