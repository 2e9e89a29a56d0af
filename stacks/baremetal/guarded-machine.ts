import type { MachineSpec } from '../../spec/machine.ts';
import type { Guarded } from '../guarded.ts';

/** A machine: allowed by its own name, by that of its pool, or by that of its resource. */
export function guardedMachine(type: string, name: string, { address, name: machine, pool }: MachineSpec): Guarded {
  return {
    type,
    name,
    what: 'machine',
    allow: [machine, ...(pool === undefined ? [] : [pool]), name],
    place: { list: 'target.machines', name: machine },
    from: { address },
  };
}
