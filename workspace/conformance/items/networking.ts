import { installed, objectsOf } from '../evidence.ts';
import type { ChecklistItem } from '../item.ts';

const SERVING = 'test/e2e/serving-engines.e2e.test.ts';

/** What is asked of the ways to models and between nodes. */
export const NETWORKING_ITEMS: readonly ChecklistItem[] = [
  {
    id: 'ai_inference',
    section: 'networking',
    level: 'MUST',
    asks: 'the Gateway API with an implementation that shares requests by weight and routes by header',
    tests: [
      { file: SERVING, name: 'accepts a route with weights' },
      {
        file: 'test/e2e/model-release-served.e2e.test.ts',
        name: 'share the requests by their weights while the next one is tried, and a header leads to it',
      },
    ],
    show: (scene) => {
      const objects = [
        ...installed(scene, 'gateway-api', 'envoy-gateway', 'envoy-ai-gateway'),
        ...objectsOf(scene, 'GatewayClass', 'Gateway', 'HTTPRoute', 'AIGatewayRoute'),
      ];
      return scene.of('Gateway').length > 0
        ? { status: 'Implemented', objects }
        : { status: 'Not Implemented', objects, gap: 'the spec has no access section, so there is no gateway' };
    },
  },
  {
    id: 'advanced_inference_ingress',
    section: 'networking',
    level: 'SHOULD',
    asks: 'the Gateway API Inference Extension, which chooses a server by what it holds in its cache',
    tests: [
      {
        file: 'test/e2e/endpoint-picker.e2e.test.ts',
        name: 'sends requests to the server without a queue, and to the other one when the queue moves',
      },
    ],
    show: (scene) => {
      const objects = [
        ...installed(scene, 'gateway-api-inference-extension', 'kserve-llmisvc', 'llm-d-router'),
        ...objectsOf(scene, 'LLMInferenceService', 'InferencePool'),
      ];
      return scene.of('LLMInferenceService').length > 0
        ? { status: 'Implemented', objects }
        : { status: 'Not Implemented', objects, gap: 'the platform serves no language model' };
    },
  },
  {
    id: 'high_performance_networking',
    section: 'networking',
    level: 'SHOULD',
    asks: 'fast networks between pods can be found and attached, best by DRA',
    needsHardware: 'that packets take the fast network',
    tests: [],
    show: (scene) => {
      const objects = [
        ...installed(scene, 'nvidia-network-operator', 'aws-efa-device-plugin', 'gpudirect-tcpxo', 'gpudirect-tcpx'),
        ...objectsOf(scene, 'NicClusterPolicy', 'GKENetworkParamSet'),
      ];
      return objects.length > 0
        ? {
            status: 'Partially Implemented',
            objects,
            gap: 'devices of the fabric are offered by device plugins and multiple networks, not by DRA',
          }
        : { status: 'Not Implemented', objects, gap: 'no pool of this platform has a fabric' };
    },
  },
  {
    id: 'disaggregated_inference',
    section: 'networking',
    level: 'SHOULD',
    asks: 'a language model can be served by separate servers for reading and for writing',
    needsHardware: 'that the cache really moves between the servers',
    tests: [{ file: SERVING, name: 'makes a Deployment, an endpoint picker, a pool and a route of a language model' }],
    show: (scene) => {
      const split = scene
        .of('LLMInferenceService')
        .filter(({ object }) => (object['spec'] as { prefill?: object } | undefined)?.prefill !== undefined);
      const objects = [...installed(scene, 'kserve-llmisvc'), ...objectsOf(scene, 'LLMInferenceService')];
      if (split.length > 0) return { status: 'Implemented', objects };
      return objects.length > 0
        ? {
            status: 'Partially Implemented',
            objects,
            gap: 'its controller and its templates for both kinds of servers are installed; no endpoint of this platform uses them',
          }
        : { status: 'Not Implemented', objects, gap: 'the platform serves no language model' };
    },
  },
];
