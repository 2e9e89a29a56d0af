import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { rendered } from '../sample.ts';
import { hex, servingPlatform } from '../workspace/release/release-sample.ts';
import { dryRun } from './tenancy-plane.ts';

const [release, model, other] = ['release', 'model', 'other'].map((seed) => `sha256:${hex(seed)}`) as [
  string,
  string,
  string,
];
const SERVERS = '/apis/serving.kserve.io/v1beta1/namespaces/vision/inferenceservices';
const LANGUAGE = '/apis/serving.kserve.io/v1alpha2/namespaces/vision/llminferenceservices';
const ANNOTATIONS = { 'plinth.dev/release': release, 'plinth.dev/model-digest': model };

/** A kind that takes any field: what the policy says is looked at, not KServe's own rules. */
function definition(plural: string, kind: string, version: string): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.serving.kserve.io` },
    spec: {
      group: 'serving.kserve.io',
      names: { kind, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
}

function server(change: { name?: string; annotations?: object; spec?: object } = {}): KubernetesObject {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: {
      name: 'defects-r1',
      namespace: 'vision',
      annotations: ANNOTATIONS as Record<string, string>,
      ...change,
      spec: undefined,
    } as KubernetesObject['metadata'],
    spec: {
      predictor: { model: { storageUri: `oci+native://r.example.org/vision/defects@${model}` } },
      ...change.spec,
    },
  };
}

describe('the API server with the platform’s rule about releases', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    await buildEngines(['core']);
    plane = await startControlPlane({ kubelet: 'none' });
    const kinds = [
      definition('inferenceservices', 'InferenceService', 'v1beta1'),
      definition('llminferenceservices', 'LLMInferenceService', 'v1alpha2'),
    ];
    const { manifests } = rendered(servingPlatform());
    const wanted = manifests
      .filter(
        ({ object, room }) =>
          (room === 'serving' && /^(ValidatingAdmission|Namespace)/.test(object.kind)) ||
          (object.kind === 'Namespace' && object.metadata.name === 'vision'),
      )
      .map(({ object }) => object);
    for (const object of [...kinds, ...wanted, list({ 'defects-r1': `${release} ${model}` })]) {
      const { status } = await plane.client.apply(object);
      expect(status, object.metadata.name).toBeLessThan(300);
    }
    await waitFor(
      async () =>
        ((await dryRun(plane, SERVERS, server({ annotations: {} }))) ?? '').includes('plinth-releases') || undefined,
      {
        what: 'the rule to be enforced',
        timeoutMilliseconds: 60_000,
      },
    );
    await waitFor(async () => ((await dryRun(plane, SERVERS, server())) === undefined ? true : undefined), {
      what: 'the list to be read',
      timeoutMilliseconds: 60_000,
    });
  });
  afterAll(() => plane?.stop());

  test('takes a server of a promoted release', async () => {
    expect(await dryRun(plane, SERVERS, server())).toBeUndefined();
  });

  test('takes a language server by the same rule', async () => {
    const spec = { model: { uri: `oci://r.example.org/vision/defects@${model}` } };
    const language = { ...server(), apiVersion: 'serving.kserve.io/v1alpha2', kind: 'LLMInferenceService', spec };
    expect(await dryRun(plane, LANGUAGE, language)).toBeUndefined();
    const adapted = { ...language, spec: { model: { ...spec.model, lora: { adapters: [{ uri: 'hf://x' }] } } } };
    expect(await dryRun(plane, LANGUAGE, adapted)).toContain('nothing beside it');
  });

  test.each([
    ['without a release', server({ annotations: {} }), 'plinth release promote'],
    ['of a release that is not promoted', server({ name: 'defects-r2' }), 'is not one that'],
    [
      'of another release under a promoted name',
      server({ annotations: { ...ANNOTATIONS, 'plinth.dev/release': other } }),
      'is not one that',
    ],
    [
      'of a tampered model',
      server({ annotations: { ...ANNOTATIONS, 'plinth.dev/model-digest': other } }),
      'is not one that',
    ],
    [
      'that loads another model than it says',
      server({ spec: { predictor: { model: { storageUri: `oci://r.example.org/vision/defects@${other}` } } } }),
      'must end with the digest',
    ],
    [
      'that loads a tag',
      server({ spec: { predictor: { model: { storageUri: 'oci://r.example.org/vision/defects:v1' } } } }),
      'must end with the digest',
    ],
    [
      'with a transformer beside it',
      server({ spec: { predictor: { model: { storageUri: `oci://x@${model}` } }, transformer: {} } }),
      'nothing beside it',
    ],
    [
      'with another way to name its model',
      server({ spec: { predictor: { sklearn: { storageUri: `oci://x@${model}` } } } }),
      'must end with the digest',
    ],
  ])('refuses a server %s', async (_, object, words) => {
    expect(await dryRun(plane, SERVERS, object)).toContain(words);
  });

  test('lets a server end, and its labels change, after its release left the list', async () => {
    expect((await plane.client.apply(server())).status).toBeLessThan(300);
    await plane.client.apply(list({}));
    await waitFor(async () => ((await dryRun(plane, SERVERS, server())) === undefined ? undefined : true), {
      what: 'the list to be read again',
      timeoutMilliseconds: 60_000,
    });
    const labelled = server();
    const metadata = { ...labelled.metadata, labels: { a: 'b' } };
    expect((await plane.client.apply({ ...labelled, metadata })).status).toBeLessThan(300);
    const changed = server({ spec: { predictor: { model: { storageUri: `oci://x@${model}`, more: 1 } } } });
    expect((await plane.client.apply(changed)).status).toBe(422);
    expect((await plane.client.send({ method: 'DELETE', path: `${SERVERS}/defects-r1` })).status).toBe(200);
  });

  test('refuses everything of a team whose list is gone', async () => {
    await plane.client.send({ method: 'DELETE', path: '/api/v1/namespaces/plinth-releases/configmaps/vision' });
    await waitFor(async () => ((await dryRun(plane, SERVERS, server())) ?? '').includes('param') || undefined, {
      what: 'the missing list to be noticed',
      timeoutMilliseconds: 60_000,
    });
  });
});

function list(data: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'vision', namespace: 'plinth-releases' }, data };
}
