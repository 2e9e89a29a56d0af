import { expect, test } from 'vitest';
import { type CatalogueModel, findModel, models } from '../../catalog/index.ts';

/** Parameters as the layers' matrices have them; small ones (norms, biases, routers) left out. */
function counted({
  experts,
  heads,
  headSize,
  hidden,
  kvHeads,
  layers,
  tiedEmbeddings,
  vocabulary,
  width = 0,
}: CatalogueModel) {
  const attention = 2 * hidden * heads * headSize + 2 * hidden * kvHeads * headSize;
  const dense = experts === undefined ? 3 * hidden * width : 0;
  return layers * (attention + dense) + (experts?.parameters ?? 0) + vocabulary * hidden * (tiedEmbeddings ? 1 : 2);
}

const ENTRIES: readonly (readonly [string, CatalogueModel])[] = Object.entries(models);

test.each(ENTRIES.filter(([, { latent }]) => latent === undefined))(
  'the parameters of %s follow from its layers',
  (_, model) => {
    expect(counted(model) / model.parameters).toBeGreaterThan(0.97);
    expect(counted(model) / model.parameters).toBeLessThan(1.001);
  },
);

test.each(ENTRIES)('%s can be divided among two accelerators, and names its source', (_, model) => {
  expect(model.heads % 2).toBe(0);
  expect(model.kvHeads).toBeLessThanOrEqual(model.heads);
  expect(model.source).toMatch(/^https:\/\/huggingface\.co\/[^/]+\/[^/]+$/);
  expect(model.activeParameters ?? model.parameters).toBeLessThanOrEqual(model.parameters);
});

test('a model is found by its name only', () => {
  expect(findModel('llama-3.1-70b')?.title).toBe('Llama 3.1 70B');
  expect(findModel('toString')).toBeUndefined();
  expect(findModel('llama')).toBeUndefined();
});
