import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { DeliverySpec } from '../../spec/delivery.ts';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import {
  type AddOn,
  type KubernetesObject,
  type KustomizeValues,
  WAVES,
  type Wave,
  waveFolder,
} from '../core/index.ts';
import {
  GitRepository,
  HelmRelease,
  type HelmReleaseSpec,
  HelmRepository,
  Kustomization,
  OCIRepository,
} from '../imports/flux.gen.ts';
import { chartVersion } from './add-on-order.ts';
import { DeliveryChart } from './delivery-chart.ts';
import { RELEASES_STEP } from './releases-step.ts';

/** How Flux is told. */
export interface FluxDeliveryProps {
  /** Name of the platform. */
  readonly platform: string;
  /** Repository, folder and revision that Flux pulls. */
  readonly delivery: Extract<DeliverySpec, { kind: 'flux' }>;
  /** Waves that have objects. */
  readonly waves: readonly Wave[];
  /** Whether released models are delivered too, after the waves. */
  readonly releases: boolean;
  /** Add-ons without a lock: their charts are referenced. */
  readonly addOns: readonly AddOn[];
  /** Job that must succeed before the last wave is changed. @default - nothing stops a change */
  readonly gate?: KubernetesObject | undefined;
}

/** Namespace that Flux runs in. */
export const FLUX_NAMESPACE = 'flux-system';
/** Folders of the Helm releases of a wave; each is a step right after the wave's own objects, which they may need. */
const ADD_ONS: Readonly<Partial<Record<Wave, string>>> = {
  operators: 'flux/add-ons',
  platform: 'flux/platform-add-ons',
};

/** Step that runs the gate, after the platform's own waves. */
const GATE_STEP = '25-gate';
/** How long a gate that has run stays. Unit: seconds. */
const GATE_SECONDS = 30;

/** Flux: one Kustomization for each wave, each waiting for the one before, and a HelmRelease for each add-on. */
export class FluxDelivery extends Construct {
  /** Repository, folder and revision that Flux pulls. */
  public readonly delivery: FluxDeliveryProps['delivery'];
  readonly #props: FluxDeliveryProps;

  public constructor(scope: Construct, id: string, props: FluxDeliveryProps) {
    super(scope, id);
    this.#props = props;
    this.delivery = props.delivery;
    const { addOns, delivery, platform } = props;
    const source = new DeliveryChart(this, 'flux/source.yaml', platform);
    new GitRepository(source, 'source', {
      metadata: { name: platform, namespace: FLUX_NAMESPACE },
      spec: { interval: '5m', url: delivery.repository, ref: reference(delivery.revision) },
    });
    this.#steps().reduce<string[]>((before, [name, path]) => this.#step(name, path, before), []);
    for (const addOn of addOns) this.#addOn(addOn);
    if (props.gate !== undefined) this.#gate(props.gate);
  }

  /** The gate goes soon after it has run: the next look at the step makes and runs it anew. */
  #gate(gate: KubernetesObject): void {
    const spec = { ...(gate['spec'] as object), ttlSecondsAfterFinished: GATE_SECONDS };
    new ApiObject(new DeliveryChart(this, 'flux/gate/job.yaml', this.#props.platform), 'gate', { ...gate, spec });
  }

  /** Folders in the order in which they are applied. */
  #steps(): (readonly [name: string, path: string])[] {
    const { addOns, gate, releases, waves } = this.#props;
    const steps = waves.flatMap((wave) => {
      const folder: readonly [string, string] = [waveFolder(wave), waveFolder(wave)];
      if (wave === 'tenants' && gate !== undefined) return [[GATE_STEP, 'flux/gate'] as const, folder];
      const own = ADD_ONS[wave];
      const any = addOns.some((addOn) => addOn.wave === wave);
      return own !== undefined && any ? [folder, [`${WAVES.indexOf(wave)}1-add-ons`, own] as const] : [folder];
    });
    return releases ? [...steps, [RELEASES_STEP, RELEASES_FOLDER] as const] : steps;
  }

  #step(name: string, path: string, before: readonly string[]): string[] {
    const { delivery, platform } = this.#props;
    const full = `${platform}-${name}`;
    new Kustomization(new DeliveryChart(this, `flux/${name}.yaml`, platform), 'step', {
      metadata: { name: full, namespace: FLUX_NAMESPACE },
      spec: {
        dependsOn: before.map((dependency) => ({ name: dependency })),
        interval: '10m',
        retryInterval: '1m',
        timeout: '15m',
        path: `./${delivery.path}/${path}`,
        prune: true,
        // Otherwise a step is gone when all is marked as deleted, and the next takes the controllers away that must finish it.
        deletionPolicy: 'WaitForTermination',
        wait: true,
        sourceRef: { kind: 'GitRepository', name: platform },
      },
    });
    return [full];
  }

  #addOn(addOn: AddOn): void {
    const { platform } = this.#props;
    const chart = new DeliveryChart(this, `${ADD_ONS[addOn.wave]}/${addOn.release}.yaml`, platform);
    const metadata = { name: addOn.release, namespace: FLUX_NAMESPACE };
    const { source } = addOn.component;
    if (source.kind === 'git') {
      new GitRepository(chart, 'source', {
        metadata,
        spec: { interval: '24h', url: source.repository, ref: { tag: chartVersion(addOn) } },
      });
      new Kustomization(chart, 'release', {
        metadata,
        spec: {
          interval: '1h',
          path: `./${source.path}`,
          patches: (addOn.values as KustomizeValues).patches,
          prune: true,
          wait: true,
          sourceRef: { kind: 'GitRepository', name: addOn.release },
        },
      });
      return;
    }
    const version = chartVersion(addOn);
    if (source.kind === 'oci')
      new OCIRepository(chart, 'source', {
        metadata,
        spec: { interval: '24h', url: source.repository, ref: { tag: version } },
      });
    if (source.kind === 'helm')
      new HelmRepository(chart, 'source', { metadata, spec: { interval: '24h', url: source.repository } });
    new HelmRelease(chart, 'release', { metadata, spec: release(addOn, version) });
  }
}

function release(addOn: AddOn, version: string): HelmReleaseSpec {
  const { component, namespace, release: name, values } = addOn;
  const { source } = component;
  const after = addOn.after.filter((other) => mayWaitFor(addOn, other));
  return {
    interval: '1h',
    releaseName: name,
    targetNamespace: namespace,
    storageNamespace: namespace,
    dependsOn: after.length === 0 ? undefined : after.map((addOn) => ({ name: addOn.release })),
    ...(source.kind === 'helm'
      ? { chart: { spec: { chart: source.chart, version, sourceRef: { kind: 'HelmRepository', name } } } }
      : { chartRef: { kind: 'OCIRepository', name } }),
    install: { crds: 'CreateReplace', remediation: { retries: 3 } },
    upgrade: { crds: 'CreateReplace', remediation: { retries: 3 } },
    values: values as Readonly<Record<string, unknown>>,
  };
}

/** A branch by its name, anything else by its full reference. */
function reference(revision: string) {
  return revision.startsWith('refs/') ? { name: revision } : { branch: revision };
}

/** A HelmRelease waits for HelmReleases only, and none for one of a later step, which would wait for it in turn. */
function mayWaitFor({ wave }: AddOn, { component, wave: other }: AddOn): boolean {
  return component.source.kind !== 'git' && WAVES.indexOf(other) <= WAVES.indexOf(wave);
}
