import { describe, expect, test } from 'vitest';
import { isCarried, modelAddress, modelArtefact, withCarriedModels } from '../../spec/model-artefact.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { CLASSIC, servingPlatform } from '../constructs/serving/serving-sample.ts';

const COMMIT = '0f3a'.repeat(10);
const DIGEST = `sha256:${'b7'.repeat(32)}`;

function artefact(model: string): string | undefined {
  const address = modelAddress(model);
  return address && modelArtefact(address, { digest: DIGEST }).replace(`@${DIGEST}`, '');
}

describe('a model as an artefact', () => {
  test.each([
    [`hf://meta-llama/Llama-3.1-8B:${COMMIT}`, `huggingface.co/meta-llama/llama-3.1-8b:${COMMIT}`],
    ['s3://models/vision/defects', 's3.amazonaws.com/models/vision/defects:b7b7b7b7b7b7'],
    ['s3://models/vision/defects/', 's3.amazonaws.com/models/vision/defects:b7b7b7b7b7b7'],
    [
      's3://models/Vision/a__b',
      expect.stringMatching(/^s3\.amazonaws\.com\/models\/vision\/a-b-[0-9a-f]{8}:b7b7b7b7b7b7$/),
    ],
  ])('has a name that a registry takes: %s', (model, name) => {
    expect(artefact(model)).toEqual(name);
  });

  test('has a name of its own where only the case of a letter tells two apart', () => {
    expect(artefact('s3://models/Vision')).not.toBe(artefact('s3://models/vision'));
  });

  test.each([
    'oci://r.example.org/m@sha256:0',
    'models/defects',
    'gs://bucket/m',
    'https://example.org/m',
    'hf://owner',
    's3://b',
  ])('is not made of %s', (model) => expect(modelAddress(model)).toBeUndefined());
});

describe('the map of mirrors', () => {
  const images = (source: string) => ({ images: { mirrors: [{ source, mirror: 'm.example.org/hf' }], also: [] } });

  test('has a place for a store by the name of its registry, or for every one', () => {
    expect(isCarried(`hf://a/b:${COMMIT}`, images('huggingface.co'))).toBe(true);
    expect(isCarried(`hf://a/b:${COMMIT}`, images('*'))).toBe(true);
    expect(isCarried('s3://models/b', images('huggingface.co'))).toBe(false);
    expect(isCarried('s3://models/b', {})).toBe(false);
  });

  test('lets endpoints name the artefact as soon as the lock knows it', () => {
    const model = `hf://a/b:${COMMIT}`;
    const { spec } = parsePlatform(servingPlatform([{ ...CLASSIC, model }], images('huggingface.co')));
    const modelOf = (models: Parameters<typeof withCarriedModels>[1]) =>
      withCarriedModels(spec, models).serving?.endpoints[0]?.model;
    expect(modelOf(undefined)).toBe(model);
    expect(modelOf({ other: { digest: DIGEST } })).toBe(model);
    expect(modelOf({ [model]: { digest: DIGEST } })).toBe(`oci://huggingface.co/a/b:${COMMIT}@${DIGEST}`);
  });
});
