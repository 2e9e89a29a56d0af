import { expect, test } from 'vitest';
import { withCarriedModels } from '../../../spec/model-artefact.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { modelFindings } from '../../../workspace/bundle/models/wanted-models.ts';
import { CLASSIC, servingPlatform } from '../../constructs/serving/serving-sample.ts';

test('a model of sites is a finding until its rollout is withdrawn', () => {
  const told = (withdrawn: boolean) => [
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'rollouts' } },
      data: { 'rollouts.json': JSON.stringify({ rollouts: [{ workload: 'defects', number: 2, withdrawn }] }) },
    },
  ];
  const { spec } = parsePlatform(servingPlatform());
  expect(modelFindings(spec, undefined, told(false)).map(({ at, code }) => [code, at])).toEqual([
    ['BUNDLE_MODEL_OF_SITES', '(releases) defects 2'],
  ]);
  expect(modelFindings(spec, undefined, told(true))).toEqual([]);
});

test('a model is refused where pods of teams may not take images of the mirror', () => {
  const from = `hf://a/b:${'0f3a'.repeat(10)}`;
  const digest = `sha256:${'b7'.repeat(32)}`;
  const codes = (registries: string[]) => {
    const written = servingPlatform([{ ...CLASSIC, model: from }], {
      target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium', kubernetes: '1.36' },
      images: { mirrors: [{ source: '*', mirror: 'm.example.org/all' }] },
      policy: { images: { registries } },
    });
    const models = { [from]: { digest, layers: [] } };
    const spec = withCarriedModels(parsePlatform(written).spec, models);
    return modelFindings(spec, { addOns: {}, images: {}, models }, []).map(({ code }) => code);
  };
  expect(codes([])).toEqual([]);
  expect(codes(['m.example.org'])).toEqual([]);
  expect(codes(['r.example.org'])).toEqual(['BUNDLE_MODEL_NOT_ALLOWED']);
});
