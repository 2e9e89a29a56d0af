import type { PlatformExtension } from 'plinth';
import { Licences } from './licences/licences.ts';
import { StrictQueueing } from './strict-queueing.ts';

/** What Acme puts into its platforms. */
export const extension: PlatformExtension = {
  rooms: {
    // In the place of a room of Plinth's: its subclass.
    queueing: (platform, props) => new StrictQueueing(platform, props),
    // Left out: Acme's cloud team runs an autoscaler of its own.
    autoscaling: () => undefined,
  },
  // A room that Plinth does not have; it stands on the teams of another.
  own: [(platform, props) => new Licences(platform, { ...props, spaces: platform.tenancy.spaces })],
};
