import { components, findComponent, MANAGED_VERSION } from '../../../catalog/index.ts';
import { hasOtherSourceVersion } from '../../../spec/chart-version.ts';
import { digestOfValue } from '../../digest.ts';
import type { LoadedMember } from '../loaded-member.ts';

/** Kubernetes is in the catalogue too, but a platform chooses its minor, in its target. */
const KUBERNETES = 'kubernetes';

/** A version that a platform chooses. */
export interface ChosenVersion {
  /** Path in the spec at which it can be written. */
  readonly at: string;
  /** `kubernetes`, or the component. */
  readonly name: string;
  readonly version: string;
  /** Version of the chart that brings it. @default - the same */
  readonly chart?: string;
  /** Whether the files say so. Otherwise it is the version that Plinth brings, and changes with Plinth. */
  readonly pinned: boolean;
}

/** Versions that a platform chooses: of Kubernetes, and of every component that there is. */
export function versionsOf(loaded: LoadedMember): readonly ChosenVersion[] {
  const { target } = loaded.input as { readonly target?: { readonly kubernetes?: unknown } };
  return [
    {
      at: 'target.kubernetes',
      name: KUBERNETES,
      version: loaded.spec.target.kubernetes,
      pinned: target?.kubernetes !== undefined,
    },
    ...Object.keys(components)
      .filter((name) => name !== KUBERNETES)
      .map((name) => ({
        at: `components.${name}.version`,
        name,
        version: versionOf(loaded, name) ?? MANAGED_VERSION,
        ...chartOf(loaded, name),
        pinned: loaded.spec.components[name] !== undefined,
      })),
  ];
}

/** Version of a component on a platform; nothing where there is no such component. */
export function versionOf({ spec }: LoadedMember, component: string): string | undefined {
  return spec.components[component]?.version ?? findComponent(component)?.version;
}

function chartOf({ spec }: LoadedMember, name: string): { chart?: string } {
  const pin = spec.components[name];
  if (pin !== undefined) return pin.chart === undefined ? {} : { chart: pin.chart };
  const component = findComponent(name);
  if (component === undefined || !hasOtherSourceVersion(component)) return {};
  const { source } = component;
  if (source.kind === 'none') return {};
  return { chart: source.kind === 'git' ? source.revision : source.version };
}

/** Digest of all versions of a platform: what an approval is about. */
export function versionDigest(loaded: LoadedMember): string {
  return digestOfValue(versionsOf(loaded).map(({ chart, name, version }) => [name, version, chart ?? null]));
}
