import type { AddOn } from '../core/index.ts';

/** How many others an add-on waits for, one after another; 0 for none. */
export function depth(addOn: AddOn): number {
  return addOn.after.length === 0 ? 0 : 1 + Math.max(...addOn.after.map(depth));
}

/** Address and name of a chart that lies in an OCI registry: `registry.example.org/charts` and `kueue`. */
export function ociParts(repository: string): { readonly registry: string; readonly chart: string } {
  const reference = repository.replace(/^oci:\/\//, '');
  const slash = reference.lastIndexOf('/');
  return { registry: reference.slice(0, slash), chart: reference.slice(slash + 1) };
}

/** Version of an add-on's chart: the catalogue's own, or the one that the user pins, in the chart's way of writing it. */
export function chartVersion({ component, version }: AddOn): string {
  const { source } = component;
  const catalogued = 'version' in source ? source.version : component.version;
  return version === component.version ? catalogued : `${catalogued.startsWith('v') ? 'v' : ''}${version}`;
}
