import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { namespaceNamed, restrictedPod } from '../../core/index.ts';
import { ConfigMap, Deployment, NetworkPolicy, Service } from '../../imports/kubernetes.gen.ts';
import { traceGatewayConfig } from './collector-config.ts';
import { CONFIG_FILE, collector, configVolume } from './collector-pod.ts';
import { CONFIG_ANNOTATION, fingerprint } from './node-logs.ts';
import { addressOf, OTLP, TELEMETRY_NAMESPACE, TENANT_LABEL, TRACE_GATEWAY_PODS } from './telemetry-places.ts';
import type { Tenant } from './tenant.ts';

/** A tenant's way in for traces. */
export interface TraceGatewayProps {
  /** Whose it is. */
  readonly tenant: Tenant;
  /** Version without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

const USER = 10_001;

/** Name of a tenant's way in for traces, and of its Service. */
export function traceGatewayName({ name }: Tenant): string {
  return `traces-${name}`;
}

/** Labels of its pods. */
export function traceGatewayPods({ name }: Tenant): Readonly<Record<string, string>> {
  return { ...TRACE_GATEWAY_PODS, [TENANT_LABEL]: name };
}

/**
 * A tenant's own way in for traces. Whatever comes in is sent on as this tenant's, whatever it says of itself, and only pods
 * of its namespaces reach it: so nobody can write into another's traces, and a flood drowns nobody else's.
 */
export class TraceGateway extends Construct {
  public constructor(scope: Construct, id: string, { tenant, version }: TraceGatewayProps) {
    super(scope, id);
    const name = traceGatewayName(tenant);
    const metadata = { name, namespace: TELEMETRY_NAMESPACE };
    const pods = traceGatewayPods(tenant);
    const config = stringify(traceGatewayConfig(tenant));
    new ConfigMap(this, 'config', { metadata, data: { [CONFIG_FILE]: config } });
    new Service(this, 'service', {
      metadata,
      spec: { selector: pods, ports: Object.entries(OTLP).map(([port, number]) => ({ name: port, port: number })) },
    });
    new NetworkPolicy(this, 'rule', {
      metadata: { ...metadata, name: `allow-${name}` },
      spec: {
        podSelector: { matchLabels: pods },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ namespaceSelector: tenant.selector }], ports: OTLP_PORTS }],
      },
    });
    new Deployment(this, 'gateway', {
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: pods },
        template: {
          metadata: { labels: pods, annotations: { [CONFIG_ANNOTATION]: fingerprint(config) } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: restrictedPod(USER),
            containers: [collector(version, '128Mi')],
            volumes: [configVolume(name)],
          },
        },
      },
    });
  }
}

const OTLP_PORTS = Object.values(OTLP).map((port) => ({ protocol: 'TCP' as const, port }));

/** ConfigMap in a team's namespaces that tells its programs where to send traces. */
const TRACES_CONFIG = 'traces';

/** What a team's namespace needs to send traces: the way out to its own way in, and its address. */
export class TracesPath extends Construct {
  public constructor(scope: Construct, id: string, namespace: string, tenant: Tenant) {
    super(scope, id);
    const to = {
      namespaceSelector: namespaceNamed(TELEMETRY_NAMESPACE),
      podSelector: { matchLabels: traceGatewayPods(tenant) },
    };
    new NetworkPolicy(this, 'rule', {
      metadata: { name: 'allow-traces', namespace },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [to], ports: OTLP_PORTS }] },
    });
    new ConfigMap(this, 'address', {
      metadata: { name: TRACES_CONFIG, namespace },
      data: {
        OTEL_EXPORTER_OTLP_ENDPOINT: addressOf(traceGatewayName(tenant), OTLP.http),
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      },
    });
  }
}
