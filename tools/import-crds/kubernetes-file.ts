import type { KubernetesModel } from './kubernetes-openapi.ts';
import { fileText, type Origin } from './print-file.ts';

const SCALAR_TYPES = ['export type Quantity = number | string;', 'export type IntOrString = number | string;'];

/** The generated file of Kubernetes itself, with the types that all others share. */
export function kubernetesFile(origins: readonly Origin[], { interfaces, aliases, kinds }: KubernetesModel): string {
  return fileText({ origins, interfaces, kinds, aliases, preamble: SCALAR_TYPES });
}
