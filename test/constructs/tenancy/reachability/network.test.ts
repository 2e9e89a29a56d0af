import { describe, expect, test } from 'vitest';
import { reachability } from '../../../../constructs/tenancy/index.ts';
import { closed, namespace, pairs, policy, TWO_TEAMS, withObjects } from './two-teams.ts';

const fromTeam = (team: string) => ({ namespaceSelector: { matchLabels: { 'plinth.dev/team': team } } });
const out = (name: string, ...rules: object[]) => policy(`${name}/out`, { policyTypes: ['Egress'], egress: rules });
const into = (name: string, ...rules: object[]) => policy(`${name}/in`, { policyTypes: ['Ingress'], ingress: rules });

describe('network paths between teams', () => {
  test('there are none where both sides are closed', () => {
    expect(withObjects().reaches).toEqual([]);
  });

  test('there are all where no namespace has a policy', () => {
    const matrix = reachability([namespace('red', 'red'), namespace('blue', 'blue')]);
    expect(pairs(matrix, 'network')).toEqual(['blue>red', 'red>blue']);
    expect(matrix.paths('red', 'blue', 'network')).toEqual([
      'pods in red reach pods in blue at any port: out by no NetworkPolicy of red, in by no NetworkPolicy of blue',
    ]);
  });

  test.each([
    ['only the receiver has default deny', [closed('blue')], ['blue>red']],
    ['only the sender has default deny', [closed('red')], ['blue>red']],
  ])('one direction is open when %s', (_, policies) => {
    const matrix = reachability([namespace('red', 'red'), namespace('blue', 'blue'), ...policies]);
    // A closed namespace neither sends nor receives; the open one is reached by nobody who may send.
    expect(pairs(matrix, 'network')).toEqual([]);
  });

  test('default deny of one direction leaves the other open', () => {
    const matrix = reachability([
      namespace('red', 'red'),
      namespace('blue', 'blue'),
      policy('red/deny', { policyTypes: ['Ingress'] }),
      policy('blue/deny', { policyTypes: ['Ingress'] }),
      policy('blue/allow', { policyTypes: ['Ingress'], ingress: [{}] }),
    ]);
    expect(pairs(matrix, 'network')).toEqual(['red>blue']);
  });

  test('a path needs both: the sender’s way out and the receiver’s way in', () => {
    const open = { from: [fromTeam('red')] };
    expect(pairs(withObjects(out('red', { to: [fromTeam('blue')] })), 'network')).toEqual([]);
    expect(pairs(withObjects(into('blue', open)), 'network')).toEqual([]);
    const both = withObjects(out('red', { to: [fromTeam('blue')] }), into('blue', open));
    expect(both.paths('red', 'blue', 'network')).toEqual([
      'pods in red reach pods in blue at any port: out by NetworkPolicy red/out, in by NetworkPolicy blue/in',
    ]);
    expect(both.paths('blue', 'red', 'network')).toEqual([]);
  });

  test('a namespaceSelector that is too wide lets every team in', () => {
    const matrix = withObjects(out('red', {}), into('blue', { from: [{ namespaceSelector: {} }] }));
    expect(pairs(matrix, 'network')).toEqual(['red>blue']);
  });

  test('selects namespaces by expressions and by the name that Kubernetes labels them with', () => {
    const exists = { namespaceSelector: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] } };
    const named = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'red' } } };
    const others = {
      namespaceSelector: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'NotIn', values: ['red'] }] },
    };
    const reached = (peer: object) => pairs(withObjects(out('red', {}), into('blue', { from: [peer] })), 'network');
    expect(reached(exists)).toEqual(['red>blue']);
    expect(reached(named)).toEqual(['red>blue']);
    expect(reached(others)).toEqual([]);
  });

  test('a podSelector without a namespaceSelector means pods of the policy’s own namespace', () => {
    expect(pairs(withObjects(out('red', {}), into('blue', { from: [{ podSelector: {} }] })), 'network')).toEqual([]);
  });

  test('whoever may create pods gives them the labels that a rule asks for', () => {
    const web = { ...fromTeam('red'), podSelector: { matchLabels: { app: 'web' } } };
    expect(pairs(withObjects(out('red', {}), into('blue', { from: [web] })), 'network')).toEqual(['red>blue']);
  });

  test('but a pod cannot have two values of one label', () => {
    const sender = policy('red/out', {
      podSelector: { matchLabels: { app: 'db' } },
      policyTypes: ['Egress'],
      egress: [{}],
    });
    const web = { ...fromTeam('red'), podSelector: { matchLabels: { app: 'web' } } };
    expect(pairs(withObjects(sender, into('blue', { from: [web] })), 'network')).toEqual([]);
  });

  test('a pod that no policy selects is open, also in a namespace that has policies', () => {
    const matrix = reachability([
      namespace('red', 'red'),
      namespace('blue', 'blue'),
      policy('red/some', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] }),
      policy('blue/some', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] }),
      policy('blue/rest', {
        podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
        policyTypes: ['Egress'],
      }),
    ]);
    expect(matrix.paths('red', 'blue', 'network')).toEqual([
      'pods in red reach pods in blue at any port: out by pods of red that no NetworkPolicy selects, in by pods of blue that no NetworkPolicy selects',
    ]);
  });

  test('two policies that select all pods between them close a namespace', () => {
    const some = (name: string, operator: string) =>
      policy(`blue/${name}`, {
        podSelector: { matchExpressions: [{ key: 'app', operator }] },
        policyTypes: ['Ingress'],
      });
    const objects = [namespace('red', 'red'), namespace('blue', 'blue'), some('with', 'Exists')];
    expect(pairs(reachability(objects), 'network')).toContain('red>blue');
    expect(pairs(reachability([...objects, some('without', 'DoesNotExist')]), 'network')).not.toContain('red>blue');
  });
});

describe('policies as Kubernetes reads them', () => {
  test('without policyTypes a policy is for ingress, and for egress only if it has egress rules', () => {
    const objects = [namespace('red', 'red'), namespace('blue', 'blue')];
    const blue = policy('blue/p', { ingress: [] });
    // Red's policy is for ingress only: its pods may still send.
    const open = [...objects, policy('red/p', {}), policy('blue/p', { ingress: [{}] })];
    expect(pairs(reachability(open), 'network')).toEqual(['red>blue']);
    expect(
      pairs(reachability([...objects, policy('red/p', { egress: [{ to: [{ podSelector: {} }] }] }), blue]), 'network'),
    ).toEqual([]);
  });

  test('an empty list of rules allows nothing and an empty rule everything', () => {
    expect(pairs(withObjects(out('red', {}), policy('blue/in', { ingress: [] })), 'network')).toEqual([]);
    expect(pairs(withObjects(out('red', {}), policy('blue/in', { ingress: [{}] })), 'network')).toEqual(['red>blue']);
  });

  test('a policy of a network plugin with the same kind is not taken for one of Kubernetes', () => {
    const calico = { ...into('blue', {}), apiVersion: 'projectcalico.org/v3' };
    const matrix = withObjects(out('red', {}), calico);
    expect(pairs(matrix, 'network')).toEqual([]);
    expect(matrix.notJudged).toEqual(['NetworkPolicy blue/in']);
  });

  test.each([
    ['the same port', [{ port: 80 }], [{ port: 80 }], 'TCP 80'],
    ['another port', [{ port: 80 }], [{ port: 81 }], undefined],
    ['another protocol', [{ port: 53, protocol: 'UDP' }], [{ port: 53 }], undefined],
    ['every port of a protocol', [{ protocol: 'UDP' }], [{ port: 53, protocol: 'UDP' }], 'UDP 53'],
    ['ranges that overlap', [{ port: 8000, endPort: 9000 }], [{ port: 8999, endPort: 9999 }], 'TCP 8999-9000'],
    ['ranges that do not', [{ port: 8000, endPort: 8999 }], [{ port: 9000, endPort: 9999 }], undefined],
    ['a name, which the pod’s owner can put on any port', [{ port: 'http' }], [{ port: 80 }], 'TCP 80'],
    ['no ports on one side', undefined, [{ port: 80 }], 'TCP 80'],
    ['an empty list of ports, which is all', [], [{ port: 80 }], 'TCP 80'],
  ])('%s', (_, sender, receiver, expected) => {
    const matrix = withObjects(out('red', { ports: sender }), into('blue', { ports: receiver }));
    const paths = matrix.paths('red', 'blue', 'network');
    expect(paths).toHaveLength(expected === undefined ? 0 : 1);
    if (expected !== undefined) expect(paths[0]).toContain(`at ${expected}: `);
  });

  test('any address that a rule leaves open may be a pod’s', () => {
    const block = (cidr: string, except?: string[]) => ({ to: [{ ipBlock: { cidr, except } }] });
    const reached = (rule: object) => pairs(withObjects(out('red', rule), into('blue', {})), 'network');
    expect(reached(block('10.0.0.0/8'))).toEqual(['red>blue']);
    expect(reached(block('10.0.0.0/8', ['10.0.0.0/16']))).toEqual(['red>blue']);
    expect(reached(block('10.0.0.0/8', ['10.0.0.0/8']))).toEqual([]);
    expect(reached(block('10.0.0.0/8', ['0.0.0.0/0']))).toEqual([]);
    expect(reached(block('fd00::/8', ['10.0.0.0/8']))).toEqual(['red>blue']);
    expect(reached(block('169.254.20.10/32'))).toEqual([]);
  });

  test('declared egress to every private address reaches nobody while the others let nobody in', () => {
    const matrix = withObjects(out('red', { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }));
    expect(pairs(matrix, 'network')).toEqual([]);
  });

  test('namespaces of one team are no pair', () => {
    const matrix = reachability([...TWO_TEAMS, namespace('red-fabric', 'red'), namespace('red-more', 'red')]);
    expect(pairs(matrix, 'network')).toEqual([]);
    expect(matrix.teams).toEqual(['red', 'blue']);
  });
});
