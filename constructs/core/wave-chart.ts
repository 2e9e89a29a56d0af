import { type ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Wave } from './wave.ts';

/** Names of the labels that every object carries. */
export const LABELS = {
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
  room: 'plinth.dev/room',
  team: 'plinth.dev/team',
} as const;

/** Where the objects of a chart belong. */
export interface WaveChartProps {
  /** Step of the installation. */
  readonly wave: Wave;
  /** Capability that the objects serve. */
  readonly room: string;
  /** Name of the platform, for the part-of label. */
  readonly platform: string;
  /** Team that the objects belong to. @default - the platform's own */
  readonly team?: string;
  /** Further labels, chosen by the user. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Marks a chart of a wave; cdk8s gives `instanceof` a meaning of its own. */
const IS_WAVE = Symbol.for('plinth.WaveChart');

/** The objects of one room in one wave, for one team or for all. */
export class WaveChart extends Chart {
  /** Step of the installation. */
  public readonly wave: Wave;
  /** Capability that the objects serve. */
  public readonly room: string;
  /** Team that the objects belong to, if one. */
  public readonly team: string | undefined;
  public readonly [IS_WAVE] = true;

  public constructor(scope: Construct, id: string, props: WaveChartProps) {
    super(scope, id, {
      disableResourceNameHashes: true,
      labels: {
        ...props.labels,
        [LABELS.partOf]: props.platform,
        [LABELS.managedBy]: 'plinth',
        [LABELS.room]: props.room,
        ...(props.team === undefined ? {} : { [LABELS.team]: props.team }),
      },
    });
    this.wave = props.wave;
    this.room = props.room;
    this.team = props.team;
  }

  /** The chart that a construct stands in, if it is of a wave. */
  public static around(construct: IConstruct): WaveChart | undefined {
    const chart: unknown = Chart.of(construct);
    return IS_WAVE in (chart as object) ? (chart as WaveChart) : undefined;
  }

  /** Name of an object without an explicit one: a mistake here, because a name that follows the tree changes when the tree does. */
  public override generateObjectName(object: ApiObject): string {
    throw new Error(`bug: ${object.node.path} (${object.kind}) has no explicit metadata.name`);
  }
}
