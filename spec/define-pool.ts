import type { AcceleratorName, AcceleratorOf, InstanceName, InstanceTarget, PartitionsOf } from '../catalog/index.ts';
import type { PlatformInput } from './platform.ts';
import type { TargetKind } from './target.ts';
import type { targetAbilities } from './target-ability.ts';

type PoolInput = PlatformInput['pools'][number];
type MachineInput = NonNullable<PoolInput['machine']>;
type Abilities = typeof targetAbilities;

/** A pool as a program writes it, before its parts are checked against one another; what is missing is told by the check. */
export type PoolDefinition = Partial<PoolInput>;

/**
 * The pools themselves where they are right; otherwise what they should be, with a message in place of every wrong part.
 *
 * Not an intersection of the two: the compiler would make `never` of it and swallow the message.
 */
export type RightPools<Kind extends TargetKind, Pools extends readonly unknown[]> = [Pools] extends [
  CheckedPools<Kind, Pools>,
]
  ? Pools
  : CheckedPools<Kind, Pools>;

type CheckedPools<Kind extends TargetKind, Pools extends readonly unknown[]> = {
  readonly [Index in keyof Pools]: CheckedPool<Kind, Pools[Index]> & CheckedName<Pools, Index>;
};

type CheckedPool<Kind extends TargetKind, Pool> = Known<Pool, PoolInput, 'a pool'> &
  Omit<PoolInput, 'allocator' | 'capacity' | 'instance' | 'machine' | 'name' | 'nodes' | 'sharing'> & {
    readonly instance?: CheckedInstance<Kind, Pool>;
    readonly machine?: CheckedMachine<Kind, Pool>;
    readonly nodes: PoolInput['nodes'] & Known<Part<Pool, 'nodes'>, PoolInput['nodes'], 'nodes'>;
    readonly capacity?: CheckedCapacity<Kind, Part<Pool, 'capacity'>>;
    readonly sharing?: CheckedSharing<Part<Pool, 'sharing'>, ModelOf<Kind, Pool>>;
    readonly allocator?: CheckedAllocator<Kind, Pool>;
  };

/** What a program wrote for a field; it may be `undefined` where the field, or the program, leaves it open. */
type Part<Value, Key extends string> = Key extends keyof Value ? Value[Key] : undefined;
type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/** Refuses fields that a thing does not have; the compiler looks for them only where nothing is inferred. */
type Known<Given, Thing, What extends string> = {
  readonly [Key in Exclude<keyof Given, KeysOf<Thing>>]: `Plinth: ${What} has no field ${Key & string}`;
};

/** A wrong name is answered with those that begin like it, which editors offer while it is typed, and with a message. */
type CheckedInstance<Kind extends TargetKind, Pool> =
  Part<Pool, 'instance'> extends infer Name extends string
    ? string extends Name
      ? string
      : Name extends NamesOn<Kind>
        ? Name
        : Extract<NamesOn<Kind>, `${Name}${string}`> | `Plinth: ${Name} is ${OwnerOf<Name>}, and the target is ${Kind}`
    : PoolInput['instance'];

/** Instance types of a target; of several where a program chooses the target as it runs. */
type NamesOn<Kind extends TargetKind> = Kind extends TargetKind ? InstanceName<Kind> : never;

type OwnerOf<Name extends string> = {
  [Target in Exclude<InstanceTarget, 'existing'>]: Name extends InstanceName<Target>
    ? `an instance type of ${Target}`
    : never;
}[Exclude<InstanceTarget, 'existing'>] extends infer Owner extends string
  ? [Owner] extends [never]
    ? 'no instance type of the catalogue'
    : Owner
  : never;

type CheckedMachine<Kind extends TargetKind, Pool> = true extends Abilities[Kind]['machines']
  ? Part<Pool, 'instance'> extends string
    ? 'Plinth: a pool has either instance or machine'
    : Omit<MachineInput, 'accelerator'> &
        Known<Part<Pool, 'machine'>, MachineInput, 'a machine'> & { readonly accelerator?: AcceleratorName }
  : `Plinth: machine is for machines of your own; on ${Kind} name an instance type`;

type CheckedCapacity<Kind extends TargetKind, Capacity> = undefined extends Capacity
  ? PoolInput['capacity']
  : Part<Capacity, 'kind'> extends Abilities[Kind]['capacity'][number]
    ? CapacityOf<Part<Capacity, 'kind'>> &
        Known<Capacity, CapacityOf<Part<Capacity, 'kind'>>, `capacity of kind ${Part<Capacity, 'kind'> & string}`>
    : {
        readonly kind:
          | Abilities[Kind]['capacity'][number]
          | `Plinth: there is no capacity of kind ${Part<Capacity, 'kind'> & string} on ${Kind}`;
      };
type CapacityOf<Word> = Extract<NonNullable<PoolInput['capacity']>, { readonly kind: Word }>;

/** Accelerator model in a pool's nodes; `undefined` where the program does not say it in so many words. */
type ModelOf<Kind extends TargetKind, Pool> =
  Part<Pool, 'instance'> extends infer Name extends string
    ? ModelIn<Kind, Name>
    : Part<Part<Pool, 'machine'>, 'accelerator'> extends infer Name extends AcceleratorName
      ? Name
      : undefined;

type ModelIn<Kind extends TargetKind, Name extends string> = Kind extends TargetKind
  ? Name extends InstanceName<Kind>
    ? AcceleratorOf<Kind, Name>
    : string extends Name
      ? undefined
      : never
  : never;

type CheckedSharing<Sharing, Model> = undefined extends Sharing
  ? PoolInput['sharing']
  : Part<Sharing, 'kind'> extends 'partition'
    ? { readonly kind: 'partition'; readonly profile: CheckedProfile<Part<Sharing, 'profile'>, Model> } & Known<
        Sharing,
        SharingOf<'partition'>,
        'sharing of kind partition'
      >
    : SharingOf<Part<Sharing, 'kind'>> &
        Known<Sharing, SharingOf<Part<Sharing, 'kind'>>, `sharing of kind ${Part<Sharing, 'kind'> & string}`>;
type SharingOf<Word> = Extract<NonNullable<PoolInput['sharing']>, { readonly kind: Word }>;

type CheckedProfile<Profile, Model> = [Model] extends [AcceleratorName]
  ? [PartitionsOf<Model>] extends [never]
    ? 'Plinth: this accelerator cannot be partitioned'
    : PartitionsOf<Model> | `Plinth: the accelerator has no partition ${Profile & string}`
  : string;

type CheckedAllocator<Kind extends TargetKind, Pool> =
  Part<Part<Pool, 'sharing'>, 'kind'> extends 'timeSlicing' | 'mps'
    ? 'devicePlugin' | 'Plinth: time slicing and MPS need the device plugin, not DRA'
    : [Part<Part<Pool, 'sharing'>, 'kind'>, Abilities[Kind]['draPartitions']] extends ['partition', false]
      ? 'devicePlugin' | `Plinth: on ${Kind} partitions need the device plugin, not DRA`
      : PoolInput['allocator'];

/** Refuses a name that another pool of the list has. */
type CheckedName<Pools extends readonly unknown[], Index extends keyof Pools> = {
  readonly name: Part<Pools[Index], 'name'> extends infer Name extends string
    ? string extends Name
      ? string
      : Name extends NamesBut<Pools, Index>
        ? `Plinth: two pools are called ${Name}`
        : Name
    : string;
};

type NamesBut<Pools extends readonly unknown[], Index extends keyof Pools> = {
  [Other in Exclude<keyof Pools, Index | keyof (readonly unknown[])>]: Part<Pools[Other], 'name'>;
}[Exclude<keyof Pools, Index | keyof (readonly unknown[])>];
