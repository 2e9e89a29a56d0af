import { Construct } from 'constructs';
import { type AddOn, applyOverrides, PlatformNamespace, Room, type RoomProps } from './core/index.ts';
import { Delivery } from './delivery/index.ts';
import { Queueing } from './queueing/index.ts';
import { Tenancy } from './tenancy/index.ts';

/** What a platform is made from. */
export type PlatformProps = RoomProps;

/** A machine-learning platform. Read this class as a table of contents: each line opens a room. */
export class Platform extends Construct {
  public readonly tenancy: Tenancy;
  public readonly queueing: Queueing;
  public readonly delivery: Delivery;

  public constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    this.tenancy = new Tenancy(this, props);
    this.queueing = new Queueing(this, { ...props, spaces: this.tenancy.spaces });
    this.delivery = new Delivery(this, { ...props, addOns: this.addOns, namespaces: this.namespaces });
    applyOverrides(this, props.spec.overrides);
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
