import type { Construct } from 'constructs';
import { Accelerators, type AcceleratorsProps } from './accelerators/index.ts';
import { Access, type AccessProps } from './access/index.ts';
import { Autoscaling } from './autoscaling/index.ts';
import type { RoomProps } from './core/index.ts';
import { Delivery, type DeliveryProps } from './delivery/index.ts';
import { Edge, type EdgeProps } from './edge/index.ts';
import { Images, type ImagesProps } from './images/index.ts';
import { Observability, type ObservabilityProps } from './observability/index.ts';
import { Policy, type PolicyProps } from './policy/index.ts';
import { Queueing, type QueueingProps } from './queueing/index.ts';
import { Registry, type RegistryProps } from './registry/index.ts';
import { Serving, type ServingProps } from './serving/index.ts';
import { Tenancy } from './tenancy/index.ts';
import { Training, type TrainingProps } from './training/index.ts';
import { Verification, type VerificationProps } from './verification/index.ts';

/**
 * How each room is opened.
 *
 * A function of your own puts a subclass in a room's place, or opens the room with other props. Where it may give
 * `undefined`, no other room stands on this one and it can be left out.
 */
export interface PlatformRooms {
  /** Teams: namespaces, rights, bounds. */
  readonly tenancy: (platform: Construct, props: RoomProps) => Tenancy;
  /** Drivers, device plugins, RDMA devices and sandboxes. */
  readonly accelerators: (platform: Construct, props: AcceleratorsProps) => Accelerators | undefined;
  /** Images that nodes hand to one another. Opened where the spec asks for it. */
  readonly images: (platform: Construct, props: ImagesProps) => Images | undefined;
  /** Nodes that come when jobs wait and go when they idle. */
  readonly autoscaling: (platform: Construct, props: RoomProps) => Autoscaling | undefined;
  /** Who may use how many accelerators, and who waits. */
  readonly queueing: (platform: Construct, props: QueueingProps) => Queueing;
  /** Runtimes, the operators that run them, and what keeps long jobs going. Opened where the spec asks for it. */
  readonly training: (platform: Construct, props: TrainingProps) => Training | undefined;
  /** Gateway, sign-in, certificates. Opened where the spec asks for it. */
  readonly access: (platform: Construct, props: AccessProps) => Access;
  /** Images, charts, models, experiments. Opened where the spec asks for it. */
  readonly registry: (platform: Construct, props: RegistryProps) => Registry | undefined;
  /** Models that answer. Opened where the spec asks for it. */
  readonly serving: (platform: Construct, props: ServingProps) => Serving;
  /** Releases that are judged by evidence. Opened where the spec asks for it. */
  readonly verification: (platform: Construct, props: VerificationProps) => Verification | undefined;
  /** Signed models for sites far away. Opened where the spec asks for it. */
  readonly edge: (platform: Construct, props: EdgeProps) => Edge;
  /** Figures, alerts, dashboards. Opened where the spec asks for it. */
  readonly observability: (platform: Construct, props: ObservabilityProps) => Observability;
  /** What the cluster refuses beyond what keeps teams apart. Opened where the spec asks for it. */
  readonly policy: (platform: Construct, props: PolicyProps) => Policy;
  /** How the manifests reach the cluster. */
  readonly delivery: (platform: Construct, props: DeliveryProps) => Delivery;
}

/** The rooms as Plinth opens them. */
export const PLATFORM_ROOMS: PlatformRooms = {
  tenancy: (platform, props) => new Tenancy(platform, props),
  accelerators: (platform, props) => new Accelerators(platform, props),
  images: (platform, props) => new Images(platform, props),
  autoscaling: (platform, props) => new Autoscaling(platform, props),
  queueing: (platform, props) => new Queueing(platform, props),
  training: (platform, props) => new Training(platform, props),
  access: (platform, props) => new Access(platform, props),
  registry: (platform, props) => new Registry(platform, props),
  serving: (platform, props) => new Serving(platform, props),
  verification: (platform, props) => new Verification(platform, props),
  edge: (platform, props) => new Edge(platform, props),
  observability: (platform, props) => new Observability(platform, props),
  policy: (platform, props) => new Policy(platform, props),
  delivery: (platform, props) => new Delivery(platform, props),
};
