import type { PlatformInput } from './platform.ts';

type TeamInput = PlatformInput['teams'][number];
type QuotaInput = TeamInput['quota'][string];

/** What a program knows of a pool when it writes a quota. */
interface NamedPool {
  readonly name?: string;
  readonly sharing?: { readonly kind: string };
}

/** A team as a program writes it: its quotas are on pools that there are. */
export type TeamDefinition<Pools extends readonly NamedPool[]> = Omit<TeamInput, 'quota'> & {
  readonly quota: { readonly [Pool in Pools[number] as Pool['name'] & string]?: QuotaDefinition<Pool> };
};

/** A quota as a program writes it: jobs on shared devices start pod by pod. */
type QuotaDefinition<Pool extends NamedPool> = Pool extends {
  readonly sharing: { readonly kind: 'timeSlicing' | 'mps' };
}
  ? Omit<QuotaInput, 'scheduling'> & {
      readonly scheduling?: 'single' | 'Plinth: jobs on time-sliced and MPS pools cannot start as gangs';
    }
  : QuotaInput;
