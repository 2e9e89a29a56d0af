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

/** Version of an add-on's chart, or tag of its Git folder: what the user names, or else what belongs to its version. */
export function chartVersion({ chart, component, version }: AddOn): string {
  if (chart !== undefined) return chart;
  const { source } = component;
  const catalogued = 'version' in source ? source.version : 'revision' in source ? source.revision : component.version;
  return version === component.version ? catalogued : `${catalogued.startsWith('v') ? 'v' : ''}${version}`;
}
