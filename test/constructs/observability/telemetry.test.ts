import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CONFIG_FILE } from '../../../constructs/observability/telemetry/collector-pod.ts';
import { codesOf, objectOf, objectsOf, rendered } from '../../sample.ts';
import { observabilityObjects, observedPlatform } from './observability-sample.ts';

const STORE = { bucket: 'lab-telemetry', region: 'eu-west-1', endpoint: 'https://objects.example.org' };
const input = observedPlatform({ logs: {}, traces: {}, viewers: 'own' });
const { observability } = rendered(input).platform;

interface Collector {
  readonly receivers: Readonly<Record<string, { readonly include: string[]; readonly exclude?: string[] }>>;
  readonly exporters: Readonly<Record<string, { readonly headers: Readonly<Record<string, string>> }>>;
  readonly service: {
    readonly pipelines: Readonly<Record<string, { readonly receivers: string[]; readonly exporters: string[] }>>;
  };
}

function collectorOf(name: string, namespace: string): Collector {
  const { data } = objectOf(input, 'ConfigMap', name, namespace) as unknown as { data: Record<string, string> };
  return parse(data[CONFIG_FILE] ?? '') as Collector;
}

describe('logs and traces', () => {
  test('are not there unless the spec asks for them', () => {
    const names = JSON.stringify(observabilityObjects(observedPlatform()));
    expect(names).not.toContain('telemetry');
    expect(rendered(observedPlatform()).platform.observability?.logs).toBeUndefined();
  });

  test('are kept apart by the stores themselves', () => {
    const loki = parse(observability?.logs?.values.loki.config ?? '') as Record<string, object>;
    expect(loki).toMatchObject({
      auth_enabled: true,
      limits_config: { retention_period: '336h' },
      compactor: { retention_enabled: true },
    });
    expect(parse(observability?.traces?.values.config ?? '')).toMatchObject({
      multitenancy_enabled: true,
      compactor: { compaction: { block_retention: '72h' } },
    });
  });

  test('lie on one disk without a bucket, of which the user is told', () => {
    expect(observability?.logs?.values.singleBinary).toMatchObject({ replicas: 1, persistence: { size: '50Gi' } });
    expect(codesOf(input)).toContain('OBSERVABILITY_STORE_SINGLE');
  });

  test('lie in the bucket that the spec names, whose keys are a Secret and no value', () => {
    const stored = observedPlatform({ logs: { retention: '30d' }, traces: {}, store: STORE });
    const { logs, traces } = rendered(stored).platform.observability ?? {};
    expect(codesOf(stored)).not.toContain('OBSERVABILITY_STORE_SINGLE');
    expect(logs?.values.singleBinary).toMatchObject({
      replicas: 3,
      extraEnvFrom: [{ secretRef: { name: 'telemetry-store' } }],
    });
    expect(parse(logs?.values.loki.config ?? '')).toMatchObject({
      common: {
        replication_factor: 3,
        storage: { s3: { bucketnames: STORE.bucket, region: STORE.region, endpoint: STORE.endpoint } },
      },
      limits_config: { retention_period: '720h' },
    });
    const s3 = { bucket: STORE.bucket, prefix: '_traces', endpoint: 'objects.example.org', insecure: false };
    expect(parse(traces?.values.config ?? '')).toMatchObject({ storage: { trace: { backend: 's3', s3 } } });
    const external = rendered(stored).platform.rooms.flatMap((room) => room.external);
    expect(external).toContainEqual(
      expect.objectContaining({ name: 'telemetry-store', namespace: 'telemetry', given: true }),
    );
  });

  test('are refused for less than a day, with a bucket for nothing, and where all teams share one Grafana', () => {
    expect(codesOf(observedPlatform({ logs: { retention: '3h' } }))).toEqual(['SPEC_SHAPE_INVALID']);
    expect(codesOf(observedPlatform({ logs: { retention: '1d' } }))).not.toContain('SPEC_SHAPE_INVALID');
    expect(codesOf(observedPlatform({ store: STORE }))).toContain('OBSERVABILITY_STORE_UNUSED');
    expect(codesOf(observedPlatform({ logs: {}, viewers: 'teams' }))).toContain('OBSERVABILITY_VIEWERS_MIXED');
    expect(codesOf(observedPlatform({ viewers: 'teams' }))).not.toContain('OBSERVABILITY_VIEWERS_MIXED');
  });
});

describe('the collector of a node', () => {
  const config = collectorOf('node-logs', 'plinth-node-agents');

  test('reads each team’s folders for itself, and everything else for the platform', () => {
    expect(config.receivers['file_log/team-vision']?.include).toEqual([
      '/var/log/pods/vision_*/*/*.log',
      '/var/log/pods/vision-fabric_*/*/*.log',
    ]);
    expect(config.receivers['file_log/platform']).toMatchObject({
      include: ['/var/log/pods/*/*/*.log'],
      exclude: expect.arrayContaining(['/var/log/pods/vision_*/*/*.log', '/var/log/pods/speech_*/*/*.log']),
    });
  });

  test('sends what a reader reads as the reader’s tenant and no other', () => {
    const tenants = { 'team-vision': 'vision', 'team-speech': 'speech', platform: 'plinth_platform' };
    expect(Object.keys(config.service.pipelines)).toEqual(Object.keys(tenants).map((name) => `logs/${name}`));
    for (const [name, id] of Object.entries(tenants)) {
      expect(config.service.pipelines[`logs/${name}`]).toMatchObject({
        receivers: [`file_log/${name}`],
        exporters: [`otlp_http/${name}`],
      });
      expect(config.exporters[`otlp_http/${name}`]?.headers).toEqual({ 'X-Scope-OrgID': id });
    }
  });

  test('may read files and nothing else', () => {
    const { spec } = objectOf(input, 'DaemonSet', 'node-logs', 'plinth-node-agents') as unknown as {
      spec: {
        template: { spec: { automountServiceAccountToken: boolean; containers: { securityContext: object }[] } };
      };
    };
    expect(spec.template.spec.automountServiceAccountToken).toBe(false);
    expect(spec.template.spec.containers[0]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  });
});

describe('a team’s way in for traces', () => {
  interface Rule {
    readonly spec: { readonly podSelector: object; readonly ingress?: readonly object[]; readonly egress?: object[] };
  }
  const rule = (name: string, namespace: string) =>
    (objectOf(input, 'NetworkPolicy', name, namespace) as unknown as Rule).spec;

  test('is reached from the team’s namespaces and no other', () => {
    expect(rule('allow-traces-team-vision', 'telemetry')).toMatchObject({
      podSelector: { matchLabels: { 'plinth.dev/telemetry-of': 'team-vision' } },
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'plinth.dev/team': 'vision' } } }],
          ports: [{ port: 4_317 }, { port: 4_318 }],
        },
      ],
    });
    expect(rule('allow-traces', 'vision')).toMatchObject({
      egress: [{ to: [{ podSelector: { matchLabels: { 'plinth.dev/telemetry-of': 'team-vision' } } }] }],
    });
  });

  test('sends as the team, whatever comes in', () => {
    expect(collectorOf('traces-team-vision', 'telemetry').exporters).toMatchObject({
      otlp_http: { endpoint: 'http://tempo.telemetry.svc:4318', headers: { 'X-Scope-OrgID': 'vision' } },
    });
    expect(objectOf(input, 'ConfigMap', 'traces', 'vision')).toMatchObject({
      data: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://traces-team-vision.telemetry.svc:4318' },
    });
  });

  test('alone reaches Tempo, and collectors of nodes alone write to Loki', () => {
    const from = (name: string) => JSON.stringify(rule(name, 'telemetry').ingress);
    expect(from('allow-tempo')).toContain('trace-gateway');
    expect(from('allow-loki')).toContain('node-logs');
    for (const name of ['allow-tempo', 'allow-loki']) expect(from(name)).not.toContain('plinth.dev/team');
  });
});

describe('a team’s own Grafana', () => {
  const settings = (team: string) =>
    (objectOf(input, 'ConfigMap', `grafana-${team}`, 'monitoring') as unknown as { data: Record<string, string> }).data;

  test('knows the team’s tenant and no other, and asks for figures past a proxy that adds its label', () => {
    const { datasources } = parse(settings('vision')['sources.yaml'] ?? '') as { datasources: object[] };
    expect(datasources).toMatchObject([
      { type: 'prometheus', url: 'http://127.0.0.1:9099' },
      { type: 'loki', secureJsonData: { httpHeaderValue1: 'vision' } },
      { type: 'tempo', secureJsonData: { httpHeaderValue1: 'vision' } },
    ]);
    expect(JSON.stringify(settings('vision'))).not.toContain('speech');
    const server = objectOf(input, 'Deployment', 'grafana-vision', 'monitoring');
    expect(JSON.stringify(server)).toContain('"-label-value=vision"');
  });

  test('lets in members of the team and those who run the platform', () => {
    const policy = (name: string) =>
      JSON.stringify(objectsOf(input, 'SecurityPolicy').find(({ metadata }) => metadata.name === name));
    expect(policy('grafana-vision')).toContain('vision');
    expect(policy('grafana-vision')).not.toContain('"speech');
    expect(policy('grafana')).not.toContain('vision');
  });

  test('has no account and no form for passwords', () => {
    expect(settings('vision')['grafana.ini']).toMatch(/disable_initial_admin_creation = true/);
    expect(settings('vision')['grafana.ini']).toMatch(/\[auth\.basic\]\nenabled = false/);
  });

  test('is not there unless the spec asks for it; logs of all are then for those who run the platform', () => {
    const admins = observedPlatform({ logs: {} });
    expect(objectsOf(admins, 'Deployment').filter(({ metadata }) => metadata.name === 'grafana-vision')).toEqual([]);
    const { datasources } = rendered(admins).platform.observability?.grafana.values ?? {};
    expect(JSON.stringify(datasources)).toContain('"httpHeaderValue1":"vision|speech|plinth_platform"');
    expect(
      JSON.stringify(rendered(observedPlatform({ viewers: 'teams' })).platform.observability?.grafana.values),
    ).not.toContain('loki');
  });
});
