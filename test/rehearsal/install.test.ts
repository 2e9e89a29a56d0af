import { expect, test } from 'vitest';
import type { ApiRequest, ClusterClient } from '../../rehearsal/cluster-client.ts';
import { waitUntilServed } from '../../rehearsal/install.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';

function definition(plural: string): KubernetesObject {
  const versions = [
    { name: 'v1', served: true },
    { name: 'v1alpha1', served: false },
  ];
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.org` },
    spec: { group: 'example.org', names: { plural }, versions },
  };
}

/** A server that has some definitions, and serves one more of their kinds each time that it is asked. */
function server(there: readonly string[]) {
  const asked: ApiRequest[] = [];
  let told = 0;
  const send = async (request: ApiRequest) => {
    asked.push(request);
    if (request.path !== '/apis')
      return { status: there.some((name) => request.path.includes(`/${name}.`)) ? 200 : 404, body: {}, warnings: [] };
    const resources = there.slice(0, told++).map((resource) => ({ resource }));
    const items = [{ metadata: { name: 'example.org' }, versions: [{ version: 'v1', resources }] }];
    return { status: 200, body: { items }, warnings: [] };
  };
  return { asked, client: { send } as unknown as ClusterClient };
}

test('definitions are waited for until every kind is told of; one that was refused is not', async () => {
  const { asked, client } = server(['lamps', 'lights']);
  await waitUntilServed(client, ['lamps', 'lights', 'refused'].map(definition));
  expect(asked.filter(({ path }) => path === '/apis')).toHaveLength(3);
  // No definition is read whole.
  expect(asked.every(({ accept }) => accept !== undefined)).toBe(true);
});
