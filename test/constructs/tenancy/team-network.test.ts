import { Testing } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { NetworkPolicySpec } from '../../../constructs/imports/kubernetes.gen.ts';
import { KEPT, TeamNetwork } from '../../../constructs/tenancy/index.ts';
import type { NetworkFacts, TeamBucket } from '../../../spec/facts.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { samplePlatform } from '../../sample.ts';

const place: NetworkFacts = {
  engine: 'cilium',
  apiServer: ['10.40.0.1/32'],
  apiServerPorts: [443],
  dnsPodLabels: { 'k8s-app': 'kube-dns' },
  metadata: ['169.254.169.254/32'],
  objectStore: [],
};
const bucket: TeamBucket = { name: 'lab-vision', uri: 's3://lab-vision' };

interface Change {
  readonly network?: Partial<NetworkFacts>;
  readonly bucket?: TeamBucket;
  readonly team?: Partial<PlatformInput['teams'][number]>;
}

function policies({ bucket: store, network, team }: Change = {}): Map<string, NetworkPolicySpec> {
  const teams = [{ name: 'vision', groups: ['oidc:vision'], quota: {}, ...team }];
  const { spec } = parsePlatform(samplePlatform({ teams }));
  const chart = Testing.chart();
  new TeamNetwork(chart, 'network', {
    team: spec.teams[0] as (typeof spec.teams)[number],
    namespace: 'vision',
    network: { ...place, ...network },
    bucket: store,
  });
  return new Map(Testing.synth(chart).map((object) => [object.metadata.name, object.spec]));
}

const objectStore = (change: Change) => policies({ bucket, ...change }).get('allow-object-store')?.egress;
const blocks = (change: Change) =>
  objectStore(change)?.flatMap(({ to = [] }) => to.map(({ ipBlock }) => ipBlock?.cidr));

describe('TeamNetwork', () => {
  test('closes the namespace in both directions', () => {
    expect(policies().get('default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  test('keeps it closed after the team has left the spec, because its pods may still run', () => {
    const chart = Testing.chart();
    const { spec } = parsePlatform(samplePlatform());
    const [team] = spec.teams;
    if (team === undefined) throw new Error('the sample has no team');
    new TeamNetwork(chart, 'network', { team, namespace: 'vision', network: place });
    const kept = Testing.synth(chart).filter(({ metadata }) => metadata.annotations !== undefined);
    expect(kept.map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([['default-deny', KEPT]]);
  });

  test('opens the way to and from the team’s own pods only', () => {
    const peers = [{ namespaceSelector: { matchLabels: { 'plinth.dev/team': 'vision' } } }];
    expect(policies().get('allow-own-team')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: peers }],
      egress: [{ to: peers }],
    });
  });

  test('gives a team without bucket and declarations no address outside', () => {
    expect([...policies().keys()]).toEqual(['default-deny', 'allow-own-team', 'allow-dns', 'allow-api-server']);
  });

  test('reaches cluster DNS in its pods and in the caches on the machine', () => {
    const rules = policies().get('allow-dns')?.egress ?? [];
    const ports = [
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ];
    expect(rules.map((rule) => rule.ports)).toEqual([ports, ports]);
    expect(rules[0]?.to?.map(({ podSelector }) => podSelector?.matchLabels)).toEqual([
      { 'k8s-app': 'kube-dns' },
      { 'k8s-app': 'node-local-dns' },
    ]);
    expect(rules[1]?.to?.map(({ ipBlock }) => ipBlock?.cidr)).toEqual([
      '169.254.20.10/32',
      '169.254.10.10/32',
      '169.254.10.11/32',
    ]);
  });

  test('reaches the address of its identity where the place has one', () => {
    const identity = { address: '169.254.170.23/32', ports: [80] };
    expect(policies({ network: { identity } }).get('allow-identity')?.egress).toEqual([
      { to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [{ protocol: 'TCP', port: 80 }] },
    ]);
  });

  test('reaches what the team declares, without addresses of credentials that lie in it', () => {
    const egress = [
      { to: '203.0.113.0/24', ports: [443, 8443], because: 'licences' },
      { to: 'fd00::/8', because: 'storage' },
    ];
    expect(policies({ team: { egress } }).get('allow-declared')?.egress).toEqual([
      {
        to: [{ ipBlock: { cidr: '203.0.113.0/24' } }],
        ports: [443, 8443].map((port) => ({ protocol: 'TCP', port })),
      },
      {
        to: [{ ipBlock: { cidr: 'fd00::/8', except: ['fd00:ec2::254/128', 'fd20:ce::254/128'] } }],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ]);
  });

  test('leaves addresses of credentials out of the API server’s ranges as well', () => {
    const apiServer = policies({ network: { apiServer: ['0.0.0.0/0'] } }).get('allow-api-server');
    expect(apiServer?.egress?.[0]?.to?.[0]?.ipBlock?.except).toEqual([
      '169.254.169.254/32',
      '168.63.129.16/32',
      '100.100.100.200/32',
    ]);
  });
});

describe('the way to the object store', () => {
  test('is there only for a team that has a bucket', () => {
    expect(policies().has('allow-object-store')).toBe(false);
    expect(policies({ bucket }).has('allow-object-store')).toBe(true);
  });

  test('is as narrow as the place knows it', () => {
    expect(blocks({ network: { objectStore: ['199.36.153.8/30'] } })).toEqual(['199.36.153.8/30']);
  });

  test('is the public internet on one port where nothing is known, without Azure’s channel to the machine', () => {
    const [rule] = objectStore({}) ?? [];
    expect(rule?.ports).toEqual([{ protocol: 'TCP', port: 443 }]);
    expect(rule?.to).toEqual([
      {
        ipBlock: {
          cidr: '0.0.0.0/0',
          except: [
            '0.0.0.0/8',
            '10.0.0.0/8',
            '100.64.0.0/10',
            '127.0.0.0/8',
            '169.254.0.0/16',
            '172.16.0.0/12',
            '192.0.0.0/24',
            '192.168.0.0/16',
            '198.18.0.0/15',
            '224.0.0.0/3',
            '168.63.129.16/32',
          ],
        },
      },
    ]);
  });

  test('is IPv6 too where the place has it, and there only what is public', () => {
    expect(blocks({ network: { metadata: ['169.254.169.254/32', 'fd00:ec2::254/128'] } })).toEqual([
      '0.0.0.0/0',
      '2000::/3',
    ]);
  });

  test.each([
    ['a single address', 'https://10.1.2.3:9000', '10.1.2.3/32', 9000],
    ['a single IPv6 address', 'http://[fd00::5]', 'fd00::5/128', 80],
    ['a name, whose address nobody knows', 'https://s3.lab.example.org:8333', '0.0.0.0/0', 8333],
  ])('follows an endpoint that is %s', (_, endpoint, cidr, port) => {
    const [rule] = objectStore({ bucket: { ...bucket, endpoint } }) ?? [];
    expect(rule?.to?.map(({ ipBlock }) => ipBlock?.cidr)).toEqual([cidr]);
    expect(rule?.ports).toEqual([{ protocol: 'TCP', port }]);
  });

  test.each(['http://s3.storage.svc:8333', 'http://s3.storage.svc.cluster.local:8333'])(
    'leads into the namespace of a store in the cluster: %s',
    (endpoint) => {
      expect(objectStore({ bucket: { ...bucket, endpoint } })).toEqual([
        {
          to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'storage' } } }],
          ports: [{ protocol: 'TCP', port: 8333 }],
        },
      ]);
    },
  );
});
