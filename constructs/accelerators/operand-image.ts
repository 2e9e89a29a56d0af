import type { Component } from '../../catalog/index.ts';

/** An image in the parts that many operators want it in. */
export interface OperandImage {
  /** Registry and folder, for example `nvcr.io/nvidia/mellanox`. */
  readonly repository: string;
  /** Name without its folder. */
  readonly image: string;
  /** Tag. */
  readonly version: string;
}

/** The image of a component with a name, as the catalogue lists it; nothing where it does not. */
export function operandImage({ images }: Component, name: string): OperandImage | undefined {
  return images.map(parts).find(({ image }) => image === name);
}

/** As one reference again. */
export function reference({ image, repository, version }: OperandImage): string {
  return `${repository}/${image}:${version}`;
}

function parts(text: string): OperandImage {
  const slash = text.lastIndexOf('/');
  const colon = text.lastIndexOf(':');
  return { repository: text.slice(0, slash), image: text.slice(slash + 1, colon), version: text.slice(colon + 1) };
}
