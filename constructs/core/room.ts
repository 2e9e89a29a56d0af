import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ExternalObject, TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { AddOn, type AddOnProps } from './add-on.ts';
import type { Lock } from './lock.ts';
import type { Wave } from './wave.ts';
import { WaveChart } from './wave-chart.ts';

/** What every room is given. */
export interface RoomProps {
  /** The platform as the user means it. */
  readonly spec: PlatformSpec;
  /** The place it runs in. */
  readonly facts: TargetFacts;
  /** What the add-ons contain. @default - unknown: add-ons are referenced by chart and version */
  readonly lock?: Lock;
}

/** A capability of the platform: one folder, one class named after it, and the things in it. */
export abstract class Room extends Construct {
  /** Add-ons that this room installs, in the order of installation. */
  public readonly addOns: AddOn[] = [];
  /** Objects that this room needs and that the stack brings, because they hold what only exists after deployment. */
  public readonly external: ExternalObject[] = [];
  readonly #charts = new Map<string, WaveChart>();
  readonly #name: string;
  readonly #props: RoomProps;

  /** @param name - name of the room: the folder's, the label's and the file's */
  public constructor(scope: Construct, name: string, props: RoomProps) {
    super(scope, name);
    this.#name = name;
    this.#props = props;
  }

  /** The room's objects in a wave; made at the first call. */
  protected in(wave: Wave): WaveChart {
    return this.#chart(wave, wave);
  }

  /** The room's objects that belong to one team. */
  protected for(team: string): WaveChart {
    return this.#chart(`team-${team}`, 'tenants', team);
  }

  /** Installs something that a Helm chart brings. */
  protected install<V extends object>(props: Omit<AddOnProps<V>, 'lock'>): AddOn<V> {
    const { lock, spec } = this.#props;
    const { chart, version } = spec.components[props.component.name] ?? {};
    const addOn = new AddOn<V>(this.in(props.wave ?? 'operators'), props.component.name, {
      version,
      chart,
      ...props,
      lock,
    });
    for (const crd of addOn.locked?.crds ?? []) {
      // Two charts of a room may carry the same definition: the first owns it.
      const { name } = crd.metadata;
      if (this.in('crds').node.tryFindChild(name) === undefined) new ApiObject(this.in('crds'), name, crd);
    }
    this.addOns.push(addOn);
    return addOn;
  }

  #chart(id: string, wave: Wave, team?: string): WaveChart {
    const { metadata } = this.#props.spec;
    const chart =
      this.#charts.get(id) ??
      new WaveChart(this, id, { wave, room: this.#name, platform: metadata.name, team, labels: metadata.labels });
    this.#charts.set(id, chart);
    return chart;
  }
}
