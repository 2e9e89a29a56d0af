/** Places a platform can be built in. In a file of its own: the help of the program names them, and needs nothing else of a spec. */
export const TARGET_KINDS = ['aws', 'gcp', 'azure', 'digitalocean', 'baremetal', 'existing'] as const;

/** A place a platform can be built in. */
export type TargetKind = (typeof TARGET_KINDS)[number];
