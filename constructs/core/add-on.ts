import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Component } from '../../catalog/index.ts';
import type { Lock, LockedAddOn, LockedObject } from './lock.ts';
import type { Wave } from './wave.ts';

/** How one chart is installed. `V` are the values that are set; only keys that the chart really has. */
export interface AddOnProps<V extends object = object> {
  /** What is installed, from the catalogue. */
  readonly component: Component;
  /** Namespace of the release; the room makes it. */
  readonly namespace: string;
  /** Values that differ from the chart's own. */
  readonly values: V;
  /** Version instead of the catalogue's, without a leading `v`. @default - the catalogue's */
  readonly version?: string;
  /** Version of the chart, or tag of its Git folder, as the source writes it. @default - the one that belongs to the version */
  readonly chart?: string;
  /** Name of the release. @default - the component's name */
  readonly release?: string;
  /** Step of the installation. @default operators */
  readonly wave?: Wave;
  /** Add-ons that must be there before, because their definitions or webhooks are needed. @default - none */
  readonly after?: readonly AddOn[];
  /** Workloads that must be available before the next wave begins. @default - whatever the chart contains */
  readonly ready?: readonly { readonly kind: 'Deployment' | 'DaemonSet' | 'StatefulSet'; readonly name: string }[];
  /** What the chart contains. @default - unknown: delivery references the chart */
  readonly lock?: Lock;
}

/**
 * Anything that a Helm chart installs, declared once: from this one value come an Argo CD Application, a Flux
 * HelmRelease, the rehearsal's controller and, through the lock, plain objects.
 */
export class AddOn<V extends object = object> extends Construct {
  /** What is installed. */
  public readonly component: Component;
  /** Namespace of the release. */
  public readonly namespace: string;
  /** Values that differ from the chart's own. */
  public readonly values: V;
  /** Version without a leading `v`. */
  public readonly version: string;
  /** Version of the chart, or tag of its Git folder, where the user names one. */
  public readonly chart: string | undefined;
  /** Name of the release. */
  public readonly release: string;
  /** Step of the installation. */
  public readonly wave: Wave;
  /** Add-ons that must be there before. */
  public readonly after: readonly AddOn[];
  /** Workloads that must be available before the next wave begins. */
  public readonly ready: NonNullable<AddOnProps['ready']>;
  /** What the chart contains, if a lock says so. */
  public readonly locked: LockedAddOn | undefined;

  public constructor(scope: Construct, id: string, props: AddOnProps<V>) {
    super(scope, id);
    this.component = props.component;
    this.namespace = props.namespace;
    this.values = props.values;
    this.version = props.version ?? props.component.version;
    this.chart = props.chart;
    this.release = props.release ?? props.component.name;
    this.wave = props.wave ?? 'operators';
    this.after = props.after ?? [];
    this.ready = props.ready ?? [];
    this.locked = props.lock?.addOns[props.component.name];
    for (const object of this.locked?.objects ?? []) this.#add(object);
  }

  #add(object: LockedObject): void {
    const { kind, metadata } = object;
    new ApiObject(this, [kind, metadata.namespace ?? '', metadata.name].join(':').toLowerCase(), object);
  }
}

/** Values of an add-on whose source is a kustomize folder in Git: changes to the objects in it. */
export interface KustomizeValues {
  /** Each a strategic merge patch or JSON Patch operations, as text, and the object it is for. */
  readonly patches?: readonly {
    readonly target: { readonly kind: string; readonly name: string };
    readonly patch: string;
  }[];
}
