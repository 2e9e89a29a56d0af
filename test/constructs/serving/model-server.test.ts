import { describe, expect, test } from 'vitest';
import { CLASSIC_RUNTIMES, classicRuntimeSpec } from '../../../constructs/serving/classic-runtime.ts';
import { CLASSIC_FORMATS } from '../../../spec/serving.ts';
import { objectOf } from '../../sample.ts';
import { restrictedFaults } from '../training/restricted-level.ts';
import { CLASSIC, DIGEST, objectsOfEndpoint, only, revision, servingPlatform } from './serving-sample.ts';

describe('a classic model', () => {
  test('is one InferenceService for each revision, in the team’s queue, without routes or an autoscaler of its own', () => {
    const service = only(objectsOfEndpoint(CLASSIC, [revision(3, 100)]), 'InferenceService');
    expect(service.metadata).toMatchObject({
      name: 'defects-r3',
      namespace: 'vision',
      labels: {
        'kueue.x-k8s.io/queue-name': 'default',
        'networking.kserve.io/visibility': 'cluster-local',
        'plinth.dev/endpoint': 'defects',
        'plinth.dev/revision': 'r3',
      },
      annotations: {
        'serving.kserve.io/deploymentMode': 'Standard',
        'serving.kserve.io/autoscalerClass': 'external',
        'plinth.dev/release': DIGEST,
        'plinth.dev/model-digest': DIGEST,
      },
    });
  });

  test('takes its model as an image that the node mounts, named by its digest', () => {
    const service = only(objectsOfEndpoint(CLASSIC, [revision(3, 100)]), 'InferenceService');
    expect(service.spec).toMatchObject({
      predictor: {
        serviceAccountName: 'team',
        automountServiceAccountToken: false,
        nodeSelector: { 'plinth.dev/pool': 'serve-cpu' },
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        model: {
          modelFormat: { name: 'sklearn' },
          runtime: 'plinth-sklearn',
          protocolVersion: 'v2',
          storageUri: `oci+native://registry.example.org/vision/model@${DIGEST}`,
          args: ['--model_name=defects'],
          resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } },
        },
      },
    });
  });

  test('is held open by a container beside the server where nodes cannot mount images', () => {
    const target = { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium', kubernetes: '1.34' } as const;
    const service = only(objectsOfEndpoint(CLASSIC, [revision(3, 100)], { target }), 'InferenceService');
    expect(service.spec).toMatchObject({
      predictor: { model: { storageUri: `oci://registry.example.org/vision/model@${DIGEST}` } },
    });
  });

  test('is fetched from a folder of the team’s bucket with the team’s keys', () => {
    const stored = revision(0, 100, { model: { uri: 'models/defects' }, release: undefined });
    const service = only(objectsOfEndpoint(CLASSIC, [stored]), 'InferenceService');
    expect(service.metadata.annotations).toMatchObject({ 'serving.kserve.io/secretName': 'object-store' });
    expect(JSON.stringify(service.spec)).toMatch(/"storageUri":"s3:\/\/[a-z0-9-]+\/models\/defects"/);
    expect(service.metadata.annotations).not.toHaveProperty('plinth.dev/release');
  });

  test('takes accelerators with their part of the node, in the order of its priority', () => {
    const written = { ...CLASSIC, pool: 'train-h100', format: 'onnx', accelerators: 2, priority: 'high' } as const;
    const service = only(objectsOfEndpoint(written, [revision(1, 100)]), 'InferenceService');
    expect(service.metadata.labels).toMatchObject({ 'kueue.x-k8s.io/priority-class': 'high' });
    expect(service.spec).toMatchObject({
      predictor: {
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' }],
        model: { resources: { limits: { 'nvidia.com/gpu': '2' } } },
      },
    });
  });
});

describe('a runtime of classic models', () => {
  test.each(CLASSIC_FORMATS)('is one that the restricted level takes: %s', (format) => {
    const { containers, volumes } = classicRuntimeSpec(format);
    expect(
      restrictedFaults({
        containers: [...containers],
        volumes: [...(volumes ?? [])],
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      }),
    ).toEqual([]);
  });

  test('has a read-only root where no accelerator’s hook writes there', () => {
    const readOnly = CLASSIC_FORMATS.filter((format) => CLASSIC_RUNTIMES[format].readOnly === true);
    expect(readOnly).toEqual(['sklearn', 'xgboost', 'lightgbm', 'tensorflow']);
  });

  test('is chosen by name alone, and names an image of the catalogue', () => {
    expect(objectOf(servingPlatform(), 'ClusterServingRuntime', 'plinth-onnx').spec).toMatchObject({
      supportedModelFormats: [{ name: 'onnx', autoSelect: false }],
      protocolVersions: ['v2'],
      containers: [
        {
          name: 'kserve-container',
          image: expect.stringMatching(/^nvcr\.io\/nvidia\/tritonserver:/),
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        },
      ],
    });
  });
});
