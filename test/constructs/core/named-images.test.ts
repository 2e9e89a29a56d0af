import { describe, expect, test } from 'vitest';
import { namedImages } from '../../../constructs/core/index.ts';

const found = (object: object) =>
  namedImages({ kind: 'Thing', ...object }).map(({ by, image }) => `${by === 'container' ? 'runs' : 'sets'} ${image}`);

describe('images that an object names', () => {
  test('are those of its pods, mounted ones as well', () => {
    const spec = {
      initContainers: [{ image: 'busybox' }],
      containers: [{ image: 'kserve/agent:v1' }],
      volumes: [{ name: 'm', image: { reference: 'registry.example.org/models/a:1' } }],
    };
    expect(found({ spec }).sort()).toEqual([
      'runs busybox',
      'runs kserve/agent:v1',
      'runs registry.example.org/models/a:1',
    ]);
  });

  test('are those in flags and variables of an operator', () => {
    const args = [
      '--acme-http01-solver-image=quay.io/jetstack/cert-manager-acmesolver:v1',
      '--prometheus-config-reloader=quay.io/prometheus-operator/prometheus-config-reloader:v0.99.0',
      '--sidecarImage=team/sidecar:2',
    ];
    const env = [
      { name: 'RELATED_IMAGE_DRIVER', value: 'nowhere.example.org/driver:1' },
      { name: 'POSTGRES_IMAGE_NAME', value: 'ghcr.io/cloudnative-pg/postgresql:18' },
    ];
    expect(found({ spec: { containers: [{ args, env }] } })).toEqual([
      'sets quay.io/jetstack/cert-manager-acmesolver:v1',
      'sets quay.io/prometheus-operator/prometheus-config-reloader:v0.99.0',
      'sets docker.io/team/sidecar:2',
      'sets nowhere.example.org/driver:1',
      'sets ghcr.io/cloudnative-pg/postgresql:18',
    ]);
  });

  test('are those in files of settings, JSON or YAML, with a tag of its own; not those of an example', () => {
    const data = {
      storage: '{ "image": "kserve/storage-initializer:v1" }',
      explainers: '{ "art": { "image" : "kserve/art-explainer", "defaultImageVersion": "v1" } }',
      'config.yaml': 'sidecar:\n  image: kserve/agent:v1\n',
      _example: '{ "image": "kserve/never:v1" }',
    };
    expect(found({ data })).toEqual([
      'sets docker.io/kserve/storage-initializer:v1',
      'sets docker.io/kserve/art-explainer:v1',
      'sets docker.io/kserve/agent:v1',
    ]);
  });

  test('are those that fields name together', () => {
    const spec = {
      driver: { repository: 'nvcr.io/nvidia', image: 'driver', version: '595.91.07' },
      toolkit: { repository: 'nvcr.io/nvidia/k8s', image: 'container-toolkit', version: `sha256:${'0'.repeat(64)}` },
      image: { registry: 'reg.kyverno.io', repository: 'kyverno/kyverno', tag: 'v1' },
    };
    expect(found({ spec })).toEqual([
      'sets nvcr.io/nvidia/driver:595.91.07',
      `sets nvcr.io/nvidia/k8s/container-toolkit@sha256:${'0'.repeat(64)}`,
      'sets reg.kyverno.io/kyverno/kyverno:v1',
    ]);
    const global = { repository: 'nvcr.io/nvidia/mellanox', version: 'v26' };
    expect(found({ spec: { global, plugin: { image: 'rdma-plugin' } } })).toEqual([
      'sets nvcr.io/nvidia/mellanox/rdma-plugin:v26',
    ]);
  });

  test('are not labels, addresses, or charts', () => {
    const spec = {
      taint: 'nvidia.com/gpu:NoSchedule',
      address: 'http://docker.io/v2/a:1',
      hook: 'https://hooks.example.org:8443/image:1',
      chart: { repository: 'https://charts.example.org', version: '1.0.0' },
      containers: [{ name: 'no-image', imagePullPolicy: 'IfNotPresent' }],
    };
    expect(found({ spec })).toEqual([]);
  });

  test('of a definition are its defaults only', () => {
    const schema = { description: 'such as docker.io/a/b:1', properties: { image: { default: 'docker.io/a/c:1' } } };
    expect(
      namedImages({ kind: 'CustomResourceDefinition', spec: schema } as { kind: string }).map(({ image }) => image),
    ).toEqual(['docker.io/a/c:1']);
  });
});
