import { Construct } from 'constructs';
import { mirrorsOf } from '../spec/images.ts';
import { type Accelerators, needsAccelerators } from './accelerators/index.ts';
import type { Access } from './access/index.ts';
import { type Autoscaling, needsAutoscaling } from './autoscaling/index.ts';
import {
  type AddOn,
  applyMirrors,
  applyOverrides,
  clusterGroupsOf,
  PlatformNamespace,
  Room,
  type RoomProps,
} from './core/index.ts';
import type { Delivery } from './delivery/index.ts';
import type { Edge } from './edge/index.ts';
import type { Images } from './images/index.ts';
import type { Observability } from './observability/index.ts';
import { PLATFORM_ROOMS, type PlatformRooms } from './platform-rooms.ts';
import type { Policy } from './policy/index.ts';
import type { Queueing } from './queueing/index.ts';
import type { Registry } from './registry/index.ts';
import type { Serving } from './serving/index.ts';
import type { Tenancy } from './tenancy/index.ts';
import type { Training } from './training/index.ts';
import type { Verification } from './verification/index.ts';

/** Opens a room that Plinth does not have. All others but delivery are open by then: `platform.queueing.queues` and the like are there. */
export type OwnRoom = (platform: Omit<Platform, 'delivery'>, props: RoomProps) => Room;

/** What a team puts into a platform of its own making: rooms in place of Plinth's, and rooms that Plinth does not have. */
export interface PlatformExtension {
  /** Functions that open a room in place of Plinth's own. @default - Plinth's rooms */
  readonly rooms?: Partial<PlatformRooms>;
  /** Further rooms, in this order. They are delivered like any other. @default - none */
  readonly own?: readonly OwnRoom[];
}

/** What a platform is made from. */
export interface PlatformProps extends RoomProps, PlatformExtension {}

/** A machine-learning platform. Read this class as a table of contents: each line opens a room. */
export class Platform extends Construct {
  /** Teams and their namespaces. */
  public readonly tenancy: Tenancy;
  /** Drivers, device plugins, sandboxes. @default - no pool needs them */
  public readonly accelerators: Accelerators | undefined;
  /** Images that nodes hand to one another. @default - the spec asks for none */
  public readonly images: Images | undefined;
  /** Nodes that come and go. @default - no pool changes its size */
  public readonly autoscaling: Autoscaling | undefined;
  /** Queues and what they may use. */
  public readonly queueing: Queueing;
  /** Runtimes of training jobs. @default - the spec asks for none */
  public readonly training: Training | undefined;
  /** The one way in. @default - the spec asks for none */
  public readonly access: Access | undefined;
  /** Images, charts, models, experiments. @default - the spec asks for none */
  public readonly registry: Registry | undefined;
  /** Models that answer. @default - the spec asks for none */
  public readonly serving: Serving | undefined;
  /** Releases that are judged by evidence. @default - the spec asks for none */
  public readonly verification: Verification | undefined;
  /** Signed models for sites far away. @default - the spec has none */
  public readonly edge: Edge | undefined;
  /** Figures, alerts, dashboards. @default - the spec asks for none */
  public readonly observability: Observability | undefined;
  /** What the cluster refuses beyond what keeps teams apart. @default - the spec asks for nothing */
  public readonly policy: Policy | undefined;
  /** How the manifests reach the cluster. */
  public readonly delivery: Delivery;

  public constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    const open = { ...PLATFORM_ROOMS, ...props.rooms };
    this.tenancy = open.tenancy(this, props);
    if (needsAccelerators(props))
      this.accelerators = open.accelerators(this, { ...props, spaces: this.tenancy.spaces });
    if (needsAutoscaling(props.facts)) this.autoscaling = open.autoscaling(this, props);
    this.queueing = open.queueing(this, {
      ...props,
      spaces: this.tenancy.spaces,
      deviceClasses: this.accelerators?.deviceClasses,
    });
    const { access, edge, images, observability, policy, registry, serving, training, verification } = props.spec;
    const teams = { spaces: this.tenancy.spaces, queues: this.queueing.queues };
    if (training !== undefined) this.training = open.training(this, { ...props, ...teams, training });
    if (images?.peers !== undefined) this.images = open.images(this, { ...props, peers: images.peers });
    if (access !== undefined) {
      const wayIn = open.access(this, { ...props, access });
      this.access = wayIn;
      if (registry !== undefined) this.registry = open.registry(this, { ...props, ...teams, registry, access: wayIn });
      if (serving !== undefined) this.serving = open.serving(this, { ...props, ...teams, serving, access: wayIn });
      if (verification !== undefined)
        this.verification = open.verification(this, { ...props, spaces: this.tenancy.spaces, verification });
      if (edge !== undefined) this.edge = open.edge(this, { ...props, edge, access: wayIn });
      if (observability !== undefined)
        this.observability = open.observability(this, {
          ...props,
          ...{ observability, access: wayIn, spaces: this.tenancy.spaces, installed: this.addOns },
          open: this.rooms.map(({ node }) => node.id),
        });
    }
    this.queueing.bringSecrets(this.access);
    if (policy !== undefined) this.policy = open.policy(this, { ...props, policy });
    for (const own of props.own ?? []) own(this, props);
    this.delivery = open.delivery(this, {
      ...props,
      addOns: this.addOns,
      namespaces: this.namespaces,
      clusterGroups: clusterGroupsOf(this),
      access: this.access,
      gate: this.verification?.gate,
    });
    this.policy?.close(this);
    applyOverrides(this, props.spec.overrides);
    applyMirrors(this, mirrorsOf(props.spec));
  }

  /** The rooms that are open, in the order in which they were. */
  public get rooms(): readonly Room[] {
    return this.node.children.filter((child): child is Room => child instanceof Room);
  }

  /** Everything that charts install, in the order of installation. */
  public get addOns(): readonly AddOn[] {
    return this.rooms.flatMap((room) => room.addOns);
  }

  /** Namespaces that the platform makes: its own, then the teams'. */
  public get namespaces(): readonly string[] {
    const own = this.node.findAll().filter((each): each is PlatformNamespace => each instanceof PlatformNamespace);
    return [
      ...own.map(({ name }) => name),
      ...this.tenancy.spaces.flatMap(({ namespaces }) => namespaces.map(({ name }) => name)),
    ];
  }
}
