import type { PlatformSpec } from '../../spec/platform.ts';

/** CPU and memory of a controller. */
export interface Amounts {
  readonly cpu: string;
  readonly memory: string;
}

/** What a controller asks for, and what it may take. */
export interface ControllerSize {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Teams from which a platform's controllers get more. */
const MANY_TEAMS = 200;

/** Size of a controller that watches the jobs of all teams. */
export function controllerSize({ teams }: PlatformSpec): ControllerSize {
  const large = teams.length > MANY_TEAMS;
  const memory = large ? '2Gi' : '512Mi';
  return { requests: { cpu: large ? '500m' : '100m', memory }, limits: { cpu: large ? '2' : '1', memory } };
}
