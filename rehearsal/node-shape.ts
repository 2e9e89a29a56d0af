/** A kind of node that a simulated cloud sells. */
export interface NodeShape {
  /** Instance type, such as `p5.48xlarge`; a node's label `node.kubernetes.io/instance-type`. */
  readonly name: string;
  /** @default 'amd64' */
  readonly architecture?: 'amd64' | 'arm64';
  /** Zones where it is sold. */
  readonly zones: readonly string[];
  /** Price of one node on demand. Unit: US dollars per hour. */
  readonly usdPerHour: number;
  /** Price of one interruptible node. Unit: US dollars per hour. @default - not sold */
  readonly spotUsdPerHour?: number;
  /** Resources by name as Kubernetes quantities: `{ cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' }`. */
  readonly capacity: Readonly<Record<string, string>>;
  /** What else NodePools may ask for by label, such as `karpenter.k8s.aws/instance-family`. @default {} - nothing */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The file in which Karpenter's KWOK provider reads what can be bought. Pure. */
export function kwokInstanceTypes(shapes: readonly NodeShape[]): string {
  return JSON.stringify(
    shapes.map(({ name, architecture = 'amd64', capacity, ...shape }) => ({
      name,
      architecture,
      operatingSystems: ['linux'],
      resources: capacity,
      offerings: offerings(shape),
    })),
    null,
    1,
  );
}

function offerings({ zones, usdPerHour, spotUsdPerHour, labels = {} }: Omit<NodeShape, 'name' | 'capacity'>) {
  const prices = [
    { kind: 'on-demand', price: usdPerHour },
    ...(spotUsdPerHour === undefined ? [] : [{ kind: 'spot', price: spotUsdPerHour }]),
  ];
  return zones.flatMap((zone) =>
    prices.map(({ kind, price }) => ({
      Price: price,
      Available: true,
      Requirements: Object.entries({
        'karpenter.sh/capacity-type': kind,
        'topology.kubernetes.io/zone': zone,
        ...labels,
      }).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    })),
  );
}
