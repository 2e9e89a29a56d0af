import { expect, test, vi } from 'vitest';
import { giveAddresses } from '../../../rehearsal/apply/load-balancer-addresses.ts';
import { scriptedCollection } from './scripted-collection.ts';

function service(name: string, type: string, ip?: string) {
  const status = { loadBalancer: ip === undefined ? {} : { ingress: [{ ip }] } };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'edge', resourceVersion: '1' },
    spec: { type },
    status,
  };
}

test('Services that want a load balancer get an address of their own, those that come later too', async () => {
  const { client, sent } = scriptedCollection([service('a', 'LoadBalancer')], [service('b', 'LoadBalancer')]);
  const addresses = giveAddresses(client);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  addresses.close();
  expect(sent.map(({ body, method, path }) => ({ body, method, path }))).toEqual(
    ['a', 'b'].map((name, index) => ({
      method: 'PATCH',
      path: `/api/v1/namespaces/edge/services/${name}/status`,
      body: { status: { loadBalancer: { ingress: [{ ip: `192.0.2.${index + 1}`, ipMode: 'VIP' }] } } },
    })),
  );
  expect(addresses.services).toEqual(['edge/a', 'edge/b']);
});

test('others keep what they have', async () => {
  const { client, sent } = scriptedCollection(
    [service('inside', 'ClusterIP'), service('known', 'LoadBalancer', '203.0.113.9')],
    [service('last', 'LoadBalancer')],
  );
  const addresses = giveAddresses(client);
  await vi.waitFor(() => expect(sent).not.toHaveLength(0));
  addresses.close();
  expect(addresses.services).toEqual(['edge/last']);
});
