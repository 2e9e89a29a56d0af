import gte from 'semver/functions/gte.js';
import lte from 'semver/functions/lte.js';
import type { Component } from './component.ts';
import { kubernetes } from './components/kubernetes.ts';
import { semanticVersion } from './version.ts';

/** Minor of Kubernetes that the rehearsal and the e2e tier run, for example `1.36`. */
export const TESTED_KUBERNETES_MINOR = minorOf(kubernetes.tested);

/**
 * How sure we are that a component works on a minor of Kubernetes: `listed` by its own documents, `tested` by our CI with
 * its real controller, or `notListed`, which does not mean that it fails.
 */
export type KubernetesSupport = 'listed' | 'tested' | 'notListed';

/** Whether a component works on a minor of Kubernetes such as `1.36`. */
export function kubernetesSupport(component: Component, minor: string): KubernetesSupport {
  if (lists(component, minor)) return 'listed';
  return component.tested !== undefined && minor === TESTED_KUBERNETES_MINOR ? 'tested' : 'notListed';
}

/** Those of the components that neither list a minor of Kubernetes nor were tested on it; parts that nobody installs do not count. */
export function componentsWithout(minor: string, among: readonly Component[]): readonly Component[] {
  return among.filter(
    (component) => component.source.kind !== 'none' && kubernetesSupport(component, minor) === 'notListed',
  );
}

function lists({ kubernetes: range }: Component, minor: string): boolean {
  if (range === undefined) return false;
  const wanted = semanticVersion(minor);
  return gte(wanted, semanticVersion(range[0])) && lte(wanted, semanticVersion(range[1]));
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
