import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { READ_ONLY_CONTAINER } from '../core/index.ts';
import {
  LLMInferenceServiceConfig,
  type LLMInferenceServiceSpec,
  type LLMInferenceServiceTemplate,
} from '../imports/kserve-llmisvc.gen.ts';
import { RESTRICTED_POD } from '../training/index.ts';

/** Ports of an endpoint picker: the gateway asks at the first. */
export const PICKER_PORTS = { grpc: 9_002, 'grpc-health': 9_003, metrics: 9_090 } as const;

/**
 * Presets that KServe looks for whatever a service says, by its names for them. Upstream's own set up images, added
 * capabilities and a shell of their own; here a service's object says all of that itself. Those for several nodes as
 * stages of a pipeline are looked for too, and upstream has none: without them such a service never starts.
 */
const EMPTY = [
  ...['template', 'decode-template', 'prefill-template'],
  ...['worker-pipeline-parallel', 'decode-worker-pipeline-parallel', 'prefill-worker-pipeline-parallel'],
];

/** What KServe fills services of language models up with. */
export class LanguagePresets extends Construct {
  public constructor(scope: Construct, id: string, { namespace }: { readonly namespace: string }) {
    super(scope, id);
    const preset = (name: string, spec: LLMInferenceServiceSpec) =>
      new LLMInferenceServiceConfig(this, name, { metadata: { name: `kserve-config-llm-${name}`, namespace }, spec });
    for (const name of EMPTY) preset(name, {});
    preset('scheduler', { router: { scheduler: picker() } });
  }
}

/** The endpoint picker: which of a group's pods answers a request, by what they have in work and in their caches. */
function picker(): NonNullable<LLMInferenceServiceSpec['router']>['scheduler'] {
  return {
    // KServe words the picker's configuration for this version.
    annotations: { 'app.kubernetes.io/version': components['llm-d-router'].version },
    pool: {
      spec: {
        endpointPickerRef: {
          kind: 'Service',
          name: child('-epp-service'),
          port: { number: PICKER_PORTS.grpc },
          failureMode: 'FailOpen',
        },
        selector: {
          matchLabels: {
            'app.kubernetes.io/name': '{{ .ObjectMeta.Name }}',
            'app.kubernetes.io/part-of': 'llminferenceservice',
            'kserve.io/component': 'workload',
          },
        },
        targetPorts: [{ number: 8_000 }],
      },
    },
    template: pickerPod(),
  };
}

/** Its pod: the configuration of its choice is KServe's. */
function pickerPod(): LLMInferenceServiceTemplate {
  return {
    enableServiceLinks: false,
    securityContext: RESTRICTED_POD,
    // Not shorter than that of the servers that it sends requests to.
    terminationGracePeriodSeconds: 130,
    containers: [
      {
        name: 'main',
        image: components['llm-d-router'].images[0],
        command: [
          '/app/epp',
          ...['--pool-name', child('-inference-pool'), '--pool-namespace', '{{ .ObjectMeta.Namespace }}'],
          ...['--grpc-port', `${PICKER_PORTS.grpc}`, '--grpc-health-port', `${PICKER_PORTS['grpc-health']}`],
        ],
        ports: Object.entries(PICKER_PORTS).map(([name, containerPort]) => ({
          name,
          containerPort,
          protocol: 'TCP',
        })),
        resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '4Gi' } },
        securityContext: READ_ONLY_CONTAINER,
        readinessProbe: { grpc: { port: PICKER_PORTS['grpc-health'], service: 'readiness' }, periodSeconds: 10 },
        livenessProbe: {
          grpc: { port: PICKER_PORTS['grpc-health'], service: 'liveness' },
          initialDelaySeconds: 5,
          periodSeconds: 10,
        },
      },
    ],
  };
}

/** Name that KServe gives to what it makes for a service. */
function child(ending: string): string {
  return `{{ ChildName .ObjectMeta.Name \`${ending}\` }}`;
}
