import { parse } from 'yaml';
import type { Artifact } from './harbor-objects.ts';

/** Annotation in which a chart names its images; `helm push` copies it from `Chart.yaml` into the manifest. */
export const IMAGES_ANNOTATION = 'artifacthub.io/images';

/** Images that a chart names, as they are written. Gives nothing where the annotation cannot be read. Pure. */
export function chartImages({ annotations }: Artifact): readonly string[] | undefined {
  const text = annotations?.[IMAGES_ANNOTATION];
  if (text === undefined || text === null) return [];
  const list = entriesOf(text);
  if (!Array.isArray(list)) return undefined;
  const images = list.map((entry: unknown) => (entry as { readonly image?: unknown } | null)?.image);
  return images.every((image) => typeof image === 'string') ? images : undefined;
}

function entriesOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
