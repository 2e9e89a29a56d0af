import { expect, test } from 'vitest';
import { envelope } from '../../catalog/index.ts';

test('The envelope is the one that Kubernetes publishes', () => {
  expect(envelope).toEqual({
    nodes: 5000,
    pods: 150_000,
    containers: 300_000,
    namespaces: 10_000,
    services: 10_000,
    podsPerNode: 110,
    podsPerCore: 10,
    podsPerNamespace: 3000,
    servicesPerNamespace: 5000,
    deploymentsPerNamespace: 2000,
    endpointsPerService: 250,
  });
});
