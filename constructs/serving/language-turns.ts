import { Construct } from 'constructs';
import type { LanguageEndpoint } from '../../spec/language-server-size.ts';
import { AIServiceBackend } from '../imports/envoy-ai-gateway.gen.ts';
import { Backend } from '../imports/envoy-gateway.gen.ts';
import { Service } from '../imports/kubernetes.gen.ts';
import type { Served } from './endpoint-route.ts';
import { LLM_PORT } from './llm-pod.ts';
import type { LlmServer } from './llm-server.ts';
import { revisionLabels, revisionName } from './revision.ts';

/** What the turns of one revision are made from. */
export interface LanguageTurnsProps {
  /** The endpoint. */
  readonly endpoint: LanguageEndpoint;
  /** Namespace of its servers. */
  readonly namespace: string;
  /** The revision, and its servers. */
  readonly served: Served<LlmServer>;
}

/** Pods of one revision as a plain Service, for the time in which it shares requests with another by weight. */
export class LanguageTurns extends Construct {
  public constructor(scope: Construct, id: string, { endpoint, namespace, served }: LanguageTurnsProps) {
    super(scope, id);
    const { revision, server } = served;
    const name = revisionName(endpoint, revision);
    const metadata = { name, namespace, labels: revisionLabels(endpoint, revision) };
    new Service(this, 'service', {
      metadata,
      spec: { selector: server.asked, ports: [{ name: 'http', port: LLM_PORT, protocol: 'TCP' }] },
    });
    new Backend(this, 'address', {
      metadata,
      spec: { endpoints: [{ fqdn: { hostname: `${name}.${namespace}.svc`, port: LLM_PORT } }] },
    });
    new AIServiceBackend(this, 'backend', {
      metadata,
      spec: { schema: { name: 'OpenAI' }, backendRef: { group: 'gateway.envoyproxy.io', kind: 'Backend', name } },
    });
  }
}
