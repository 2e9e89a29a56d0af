import type { CatalogueModel } from '../model-shape.ts';
import { deepseekV3 } from './deepseek-v3.ts';
import { gemma3 } from './gemma-3.ts';
import { gptOss } from './gpt-oss.ts';
import { llama31 } from './llama-3-1.ts';
import { mistral } from './mistral.ts';
import { qwen3 } from './qwen-3.ts';

/** Language models by name; of any other a user states the shape. */
export const models = {
  ...llama31,
  ...qwen3,
  ...mistral,
  ...gemma3,
  ...deepseekV3,
  ...gptOss,
} as const satisfies Readonly<Record<string, CatalogueModel>>;

/** Name of a model of the catalogue. */
export type ModelName = keyof typeof models;

/** A model by name; nothing where the catalogue does not have it. */
export function findModel(name: string): CatalogueModel | undefined {
  return Object.entries(models).find(([known]) => known === name)?.[1];
}
