/** Plinth: the machine-learning platform as code. The rooms have doors of their own, for example `plinth/queueing`. */
export {
  AddOn,
  type AddOnProps,
  type KubernetesObject,
  type Lock,
  type Manifest,
  manifestsOf,
  PlatformNamespace,
  Room,
  type RoomProps,
  WAVES,
  type Wave,
  WaveChart,
} from './constructs/core/index.ts';
export { type OwnRoom, Platform, type PlatformExtension, type PlatformProps } from './constructs/platform.ts';
export type { PlatformRooms } from './constructs/platform-rooms.ts';
export { type RenderedPlatform, renderPlatform } from './constructs/render.ts';
export { definePlatform } from './spec/define-platform.ts';
export type { TargetFacts } from './spec/facts.ts';
export { type Finding, type Place, PlatformError } from './spec/finding.ts';
export { type ParsedPlatform, parsePlatform } from './spec/parse-platform.ts';
export type { PlatformInput, PlatformSpec } from './spec/platform.ts';
export { targetFacts } from './stacks/facts.ts';
export { readLock } from './workspace/lock/lock-folder.ts';
export { writeFolder } from './workspace/output-folder.ts';
export { type RenderedFolder, renderFolder } from './workspace/rendered-folder.ts';
