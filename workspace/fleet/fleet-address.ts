import { dirname, join, resolve } from 'node:path';

/** Folder beside a fleet file that holds the locks of its platforms. */
const LOCKS = 'fleet.lock';
/** A file, and a platform of it after `#`. */
const ADDRESS = /^(.+\.(?:ya?ml|json))#([^#/]*)$/;

/** One platform of a fleet, as users name it: `fleet.yaml#paris`. */
export interface FleetAddress {
  /** The fleet file. */
  readonly file: string;
  /** Name of the platform in it. */
  readonly platform: string;
}

/** The platform of a fleet that a text names; nothing where it names a file. */
export function fleetAddress(text: string): FleetAddress | undefined {
  const [, file, platform] = ADDRESS.exec(text) ?? [];
  return file === undefined || platform === undefined ? undefined : { file, platform };
}

/** How users name a platform of a fleet. */
export function addressText({ file, platform }: FleetAddress): string {
  return `${file}#${platform}`;
}

/** Folder of the lock of a platform of a fleet. Others of the fleet may install the same with other settings. */
export function fleetLockFolder({ file, platform }: FleetAddress): string {
  return join(dirname(resolve(file)), LOCKS, platform);
}

/** Whether what stands in a file is a fleet. */
export function isFleetContent(content: unknown): boolean {
  return content !== null && typeof content === 'object' && (content as { kind?: unknown }).kind === 'Fleet';
}
