import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { type LocalService, rewriteWebhooks } from '../../rehearsal/webhook-rewrite.ts';

const KUEUE: LocalService = {
  namespace: 'kueue-system',
  name: 'kueue-webhook',
  url: 'https://127.0.0.1:9443',
  ca: 'the authority',
};
const CA_BUNDLE = Buffer.from('the authority').toString('base64');

function webhook(name: string, service: string) {
  return {
    name,
    failurePolicy: 'Fail',
    clientConfig: { service: { name: service, namespace: 'kueue-system', path: '/mutate' } },
  };
}

function configuration(...webhooks: object[]): KubernetesObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'hooks' },
    webhooks,
  };
}

function definition(conversion: object): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.org' },
    spec: { group: 'example.org', conversion },
  };
}

describe('Rewriting webhooks', () => {
  test('lets the API server call a program of this machine, and changes nothing else of the webhook', () => {
    const { objects, rewrites } = rewriteWebhooks([configuration(webhook('a.example.org', 'kueue-webhook'))], [KUEUE]);
    expect(objects).toEqual([
      configuration({
        name: 'a.example.org',
        failurePolicy: 'Fail',
        clientConfig: { url: 'https://127.0.0.1:9443/mutate', caBundle: CA_BUNDLE },
      }),
    ]);
    expect(rewrites).toEqual([
      {
        object: 'MutatingWebhookConfiguration hooks',
        change: 'webhook a.example.org: calls https://127.0.0.1:9443/mutate',
      },
    ]);
  });

  test('leaves out a webhook that nobody would answer, and keeps its neighbours', () => {
    const given = configuration(webhook('a.example.org', 'kueue-webhook'), webhook('b.example.org', 'absent'));
    const { objects, rewrites } = rewriteWebhooks([given], [KUEUE]);
    expect(objects[0]?.webhooks).toEqual([expect.objectContaining({ name: 'a.example.org' })]);
    expect(rewrites[1]?.change).toBe(
      'webhook b.example.org: left out, Service kueue-system/absent does not run in the rehearsal',
    );
  });

  test('does not mistake a Service of the same name in another namespace', () => {
    const elsewhere = { ...KUEUE, namespace: 'other' };
    const { objects } = rewriteWebhooks([configuration(webhook('a.example.org', 'kueue-webhook'))], [elsewhere]);
    expect(objects[0]?.webhooks).toEqual([]);
  });

  test('leaves alone a webhook that is called by URL already', () => {
    const given = configuration({ name: 'a.example.org', clientConfig: { url: 'https://policy.example.org' } });
    expect(rewriteWebhooks([given], [KUEUE])).toEqual({ objects: [given], rewrites: [] });
  });

  test('points the conversion of a definition at this machine', () => {
    const clientConfig = { service: { name: 'kueue-webhook', namespace: 'kueue-system', path: '/convert' } };
    const given = definition({ strategy: 'Webhook', webhook: { clientConfig, conversionReviewVersions: ['v1'] } });
    const { objects } = rewriteWebhooks([given], [KUEUE]);
    expect(objects[0]?.spec).toEqual({
      group: 'example.org',
      conversion: {
        strategy: 'Webhook',
        webhook: {
          clientConfig: { url: 'https://127.0.0.1:9443/convert', caBundle: CA_BUNDLE },
          conversionReviewVersions: ['v1'],
        },
      },
    });
  });

  test('switches a conversion off that nobody would answer', () => {
    const clientConfig = { service: { name: 'absent', namespace: 'x' } };
    const { objects, rewrites } = rewriteWebhooks([definition({ strategy: 'Webhook', webhook: { clientConfig } })], []);
    expect(objects[0]?.spec).toEqual({ group: 'example.org', conversion: { strategy: 'None' } });
    expect(rewrites).toHaveLength(1);
  });

  test('serves what only its controller writes as it is stored, and says so', () => {
    const versions = [
      { name: 'v1', served: true, storage: false },
      { name: 'v2', served: true, storage: true },
    ];
    const workloads = { ...definition({ strategy: 'None' }), metadata: { name: 'workloads.kueue.x-k8s.io' } };
    const given = { ...workloads, spec: { group: 'kueue.x-k8s.io', versions } };
    const { objects, rewrites } = rewriteWebhooks(
      [given, { ...given, metadata: { name: 'localqueues.kueue.x-k8s.io' } }],
      [],
    );
    expect(objects[0]?.spec).toMatchObject({ versions: [{ served: false }, { served: true }] });
    expect(objects[1]?.spec).toMatchObject({ versions: [{ served: true }, { served: true }] });
    expect(rewrites.map(({ change }) => change)).toEqual([
      'not served as v1: only its controller writes it, as it is stored',
    ]);
  });

  test('leaves out an aggregated API, which has no URL, and names it', () => {
    const given: KubernetesObject = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.visibility.example.org' },
      spec: { service: { name: 'visibility', namespace: 'kueue-system' } },
    };
    const { objects, rewrites } = rewriteWebhooks([given], [KUEUE]);
    expect(objects).toEqual([]);
    expect(rewrites[0]?.object).toBe('APIService v1beta1.visibility.example.org');
  });

  test('hands everything else through untouched', () => {
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'n' }, spec: {} };
    const { objects, rewrites } = rewriteWebhooks([deployment], [KUEUE]);
    expect(objects[0]).toBe(deployment);
    expect(rewrites).toEqual([]);
  });
});
