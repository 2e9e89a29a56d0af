import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, rendered } from '../../sample.ts';
import { observabilityObjects, observedPlatform } from './observability-sample.ts';

interface Labelled {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
  };
}

interface Rule {
  readonly spec: {
    readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly ingress: readonly {
      readonly from: readonly {
        readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
        readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
      }[];
      readonly ports: readonly { readonly port: number }[];
    }[];
  };
}

interface Monitor {
  readonly spec: {
    readonly namespaceSelector: { readonly matchNames: readonly string[] };
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly endpoints: readonly Readonly<Record<string, unknown>>[];
  };
}

const PEERS = { kind: 'spegel', registries: ['ghcr.io'], trust: 'shared', prepared: true } as const;

const input = { ...observedPlatform(), images: { peers: PEERS } };
const services = objectsOf(input, 'Service').filter(({ metadata }) =>
  metadata.name.startsWith('metrics-of-'),
) as unknown as Labelled[];

describe('a part of the platform that is asked for figures', () => {
  test('are agents that hand images over, each with the name of its node; none that are leaving', () => {
    const monitor = objectOf(
      input,
      'ServiceMonitor',
      'plinth-image-peers-image-peers',
      'monitoring',
    ) as unknown as Monitor;
    expect(monitor.spec.endpoints[0]?.['relabelings']).toEqual([
      { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' },
    ]);
    const leaving = { ...input, images: { peers: { ...PEERS, leaving: true } } };
    const names = objectsOf(leaving, 'ServiceMonitor').map(({ metadata }) => metadata.name);
    expect(names).not.toContain('plinth-image-peers-image-peers');
    expect(names).toContain('harbor-harbor-core');
  });

  test('stands in a namespace that the platform makes', () => {
    const { platform } = rendered(input);
    const known = platform.namespaces;
    for (const { metadata } of services) expect(known, metadata.name).toContain(metadata.namespace);
  });

  test.each(services.map((service) => [`${service.metadata.namespace}/${service.metadata.name}`, service] as const))(
    '%s lets Prometheus in at its port, and nobody else',
    (_, { metadata: { name, namespace }, spec: { ports, selector } }) => {
      const rule = objectOf(input, 'NetworkPolicy', `allow-${name}`, namespace) as unknown as Rule;
      expect(rule.spec.podSelector.matchLabels).toEqual(selector);
      expect(rule.spec.ingress).toEqual([
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
              podSelector: {
                matchLabels: {
                  'app.kubernetes.io/name': 'prometheus',
                  'operator.prometheus.io/name': 'platform',
                },
              },
            },
          ],
          ports: [{ protocol: 'TCP', port: ports[0]?.targetPort }],
        },
      ]);
    },
  );

  test('is asked by a monitor that finds its Service alone', () => {
    const monitors = objectsOf(input, 'ServiceMonitor') as unknown as Monitor[];
    const found = monitors.map(({ spec }) => [
      spec.namespaceSelector.matchNames[0],
      `metrics-of-${spec.selector.matchLabels['plinth.dev/metrics']}`,
    ]);
    expect(found.sort()).toEqual(services.map(({ metadata }) => [metadata.namespace, metadata.name]).sort());
  });

  test('with a controller of its own authentication is asked with the token of Prometheus', () => {
    const kueue = objectOf(input, 'ServiceMonitor', 'kueue-system-kueue', 'monitoring') as unknown as Monitor;
    expect(kueue.spec.endpoints).toEqual([
      {
        port: 'metrics',
        path: '/metrics',
        scheme: 'https',
        bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
        tlsConfig: { insecureSkipVerify: true },
      },
    ]);
  });

  test('that tells of other pods keeps their names', () => {
    const dcgm = objectOf(input, 'ServiceMonitor', 'gpu-operator-dcgm-exporter', 'monitoring') as unknown as Monitor;
    expect(dcgm.spec.endpoints).toMatchObject([{ honorLabels: true }]);
  });

  test('of a team comes with the team, whose namespaces are not there before', () => {
    const waves = rendered(input).manifests.flatMap(({ object: { metadata }, team, wave }) =>
      metadata.name === 'metrics-of-database' ? [[metadata.namespace, wave, team]] : [],
    );
    expect(waves.sort()).toEqual([
      ['harbor', 'platform', undefined],
      ['speech-tracking', 'tenants', 'speech'],
      ['vision-tracking', 'tenants', 'vision'],
    ]);
  });

  test('is not asked where its room is off', () => {
    const { registry: _, ...without } = input;
    const names = observabilityObjects(without).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(names.filter((name) => name.includes('harbor') || name.includes('tracking'))).toEqual([]);
  });
});

describe('endpoints of teams', () => {
  test('let Prometheus in at the ports of their figures in their namespaces only', () => {
    const rules = objectsOf(input, 'NetworkPolicy').filter(({ metadata }) => metadata.name === 'allow-metrics');
    expect(rules.map(({ metadata }) => metadata.namespace)).toEqual(['vision', 'vision-fabric']);
    const [rule] = rules as unknown as Rule[];
    expect(rule?.spec.ingress[0]?.ports.map(({ port }) => port)).toEqual([8_080, 8_002, 8_000, 9_090]);
  });

  test('are not looked for where no team has one', () => {
    expect(objectsOf(observedPlatform({}, { serving: {} }), 'PodMonitor')).toEqual([]);
  });
});
