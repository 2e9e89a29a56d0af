import { describe, expect, test } from 'vitest';
import { poolPrices } from '../../../constructs/observability/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { codesOf, objectOf, objectsOf, rendered } from '../../sample.ts';
import { platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { withAccess } from '../access/access-sample.ts';
import { observabilityObjects, observedPlatform, RECEIVERS } from './observability-sample.ts';

const input = observedPlatform();

describe('the room observability', () => {
  test('is not there unless the spec asks for it', () => {
    const { observability: _, ...without } = input;
    expect(observabilityObjects(without)).toEqual([]);
  });

  test('needs a way in', () => {
    const { access: _, registry: __, serving: ___, ...without } = input;
    expect(codesOf(without)).toContain('ACCESS_MISSING');
    expect(codesOf(input)).not.toContain('ACCESS_MISSING');
  });

  test('keeps its pods restricted, but for agents of nodes with a reason', () => {
    const namespaces = observabilityObjects(input).filter(({ kind }) => kind === 'Namespace');
    const levels = namespaces.map(({ metadata }) => [
      metadata.name,
      metadata.labels?.['pod-security.kubernetes.io/enforce'],
      metadata.annotations?.['plinth.dev/pod-security-reason'] !== undefined,
    ]);
    expect(levels).toEqual([
      ['monitoring', 'restricted', false],
      ['plinth-node-agents', 'privileged', true],
    ]);
  });

  test('runs Prometheus twice, which reads monitors and rules of the platform and of no team', () => {
    const { spec } = objectOf(input, 'Prometheus', 'platform', 'monitoring') as unknown as { spec: object };
    const namespaces = {
      matchExpressions: [
        { key: 'plinth.dev/room', operator: 'Exists' },
        { key: 'plinth.dev/team', operator: 'DoesNotExist' },
      ],
    };
    expect(spec).toMatchObject({
      replicas: 2,
      retention: '840h',
      enableAdminAPI: false,
      externalLabels: { platform: 'lab' },
      serviceMonitorNamespaceSelector: namespaces,
      podMonitorNamespaceSelector: namespaces,
      ruleNamespaceSelector: namespaces,
      alerting: { alertmanagers: [{ name: 'alertmanager-operated', namespace: 'monitoring', port: 9_093 }] },
    });
  });

  test('lets KEDA ask what replicas follow', () => {
    const rule = objectOf(input, 'NetworkPolicy', 'allow-scaling', 'monitoring') as unknown as { spec: object };
    expect(rule.spec).toMatchObject({
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'keda-operator' } } }], ports: [{ port: 9_090 }] }],
    });
  });

  test('has a page for each room that is open and for each team', () => {
    const pages = objectsOf(input, 'ConfigMap').filter(({ metadata }) => metadata.name.startsWith('dashboard-'));
    const names = pages.map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['dashboard-queueing', 'dashboard-serving', 'dashboard-team-vision']));
    expect(names).not.toContain('dashboard-autoscaling');
  });

  test('names pages of alerts where the spec says they lie', () => {
    const runbooks = 'https://git.example.org/runbooks/';
    const rules = JSON.stringify(objectsOf(observedPlatform({ runbooks }), 'PrometheusRule'));
    expect(rules).toContain('"runbook_url":"https://git.example.org/runbooks/');
    expect(rules).not.toContain('runbooks//');
  });
});

describe('receivers', () => {
  test('have their secrets by name, and no value anywhere', () => {
    const { spec } = objectOf(input, 'AlertmanagerConfig', 'platform', 'monitoring') as unknown as {
      spec: { receivers: readonly object[]; route: { routes: readonly object[] } };
    };
    expect(spec.receivers).toMatchObject([
      { name: 'nobody' },
      { name: 'on-call', pagerdutyConfigs: [{ routingKey: { name: 'alerts-on-call', key: 'routing-key' } }] },
      { name: 'chat', slackConfigs: [{ apiURL: { name: 'alerts-chat', key: 'url' }, channel: '#ml-platform' }] },
      { name: 'hook', webhookConfigs: [{ urlSecret: { name: 'alerts-hook', key: 'url' } }] },
      { name: 'mail', emailConfigs: [{ authPassword: { name: 'alerts-mail', key: 'password' }, requireTLS: true }] },
    ]);
    const external = rendered(input).platform.rooms.flatMap((room) => room.external.map(({ name }) => name));
    expect(external).toEqual(expect.arrayContaining(RECEIVERS.map(({ name }) => `alerts-${name}`)));
  });

  test('are told of the severities that they want', () => {
    const { spec } = objectOf(input, 'AlertmanagerConfig', 'platform', 'monitoring') as unknown as {
      spec: { route: { receiver: string; routes: readonly { receiver: string; matchers: readonly object[] }[] } };
    };
    expect(spec.route.receiver).toBe('nobody');
    expect(spec.route.routes.map(({ receiver, matchers }) => [receiver, matchers])).toEqual([
      ['on-call', [{ name: 'severity', value: 'page', matchType: '=~' }]],
      ['chat', [{ name: 'severity', value: 'page|ticket', matchType: '=~' }]],
      ['hook', [{ name: 'severity', value: 'ticket', matchType: '=~' }]],
      ['mail', [{ name: 'severity', value: 'page|ticket', matchType: '=~' }]],
    ]);
  });
});

describe('Grafana', () => {
  const policy = (viewers: 'admins' | 'teams') =>
    JSON.stringify(objectsOf(observedPlatform({ viewers }), 'SecurityPolicy').filter(isGrafanas));
  const isGrafanas = ({ metadata }: { metadata: { name: string } }) => metadata.name === 'grafana';

  test('lets in whom the gateway has asked: those who run the platform, and teams where the spec says so', () => {
    expect(policy('admins')).not.toContain('vision');
    expect(policy('teams')).toContain('vision');
    expect(policy('admins')).toContain('"defaultAction":"Deny"');
  });

  test('believes the gateway, and has no form for passwords', () => {
    const { grafana } = rendered(input).platform.observability ?? {};
    expect(grafana?.values['grafana.ini']).toMatchObject({
      'auth.proxy': { enabled: true, header_name: 'x-plinth-user' },
      'auth.basic': { enabled: false },
      auth: { disable_login_form: true },
    });
    expect(grafana?.values.admin.existingSecret).toBe('grafana-admin');
  });
});

describe('prices', () => {
  test('are the list prices of a whole node, found by the label of its pool', () => {
    const pool = { name: 'train', instance: 'p5.48xlarge', nodes: { min: 1, max: 1 } } as const;
    const { spec } = parsePlatform(platformOn(TARGETS.aws, pool));
    const [header, line] = poolPrices(spec, targetFacts(spec)).split('\n');
    expect(header).toContain('InstanceIDField');
    expect(line).toMatch(/^,train,,node,metadata\.labels\.plinth\.dev\/pool,train,\d+(\.\d+)?,$/);
  });

  test('that nobody knows are not guessed', () => {
    const { spec } = parsePlatform(input);
    expect(poolPrices(spec, targetFacts(spec)).trim().split('\n')).toHaveLength(1);
  });
});

describe('faulty accelerators', () => {
  const onAws = { ...withAccess('aws'), observability: {} };

  test('are known on AWS by the condition of its agent: pods leave the node and none comes', () => {
    const { spec } = objectOf(onAws, 'NodeReadinessRule', 'accelerator-fault-train') as unknown as { spec: object };
    expect(spec).toEqual({
      conditions: [{ type: 'AcceleratedHardwareReady', requiredStatus: 'True', defaultStatus: 'True' }],
      enforcementMode: 'continuous',
      taint: { key: 'readiness.k8s.io/accelerator-fault', value: 'true', effect: 'NoExecute' },
      nodeSelector: { matchLabels: { 'plinth.dev/pool': 'train' } },
    });
  });

  test('are known elsewhere by what the spec names', () => {
    const faults = [{ type: 'GpuHealthy', healthy: 'True' }] as const;
    expect(objectsOf(observedPlatform({ faults }), 'NodeReadinessRule').map(({ metadata }) => metadata.name)).toEqual([
      'accelerator-fault-train-h100',
    ]);
    expect(objectsOf(observedPlatform(), 'NodeReadinessRule')).toEqual([]);
  });

  test('are left to DigitalOcean, which runs such a controller itself, and to whoever wants none', () => {
    const onDigitalOcean = { ...withAccess('digitalocean'), observability: {} };
    expect(objectsOf(onDigitalOcean, 'NodeReadinessRule')).toEqual([]);
    expect(objectsOf({ ...onAws, observability: { faults: [] } }, 'NodeReadinessRule')).toEqual([]);
  });
});
