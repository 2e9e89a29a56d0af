/** Core: waves, labels, rooms and add-ons; what every other room stands on. */
export { AddOn, type AddOnProps, type KustomizeValues } from './add-on.ts';
export { imageVersion } from './image-version.ts';
export type {
  ChartHook,
  Lock,
  LockedAddOn,
  LockedModel,
  LockedModelFile,
  LockedModelLayer,
  LockedObject,
} from './lock.ts';
export { clusterGroupsOf, type KubernetesObject, type Manifest, manifestsOf, objectName } from './manifest.ts';
export { applyMirrors } from './mirrored.ts';
export { type NamedImage, namedImages } from './named-images.ts';
export { namespaceNamed } from './namespace-named.ts';
export { applyOverrides } from './override.ts';
export {
  PlatformNamespace,
  type PlatformNamespaceProps,
  type PodSecurityLevel,
  podSecurityLabels,
} from './platform-namespace.ts';
export { podImages } from './pod-images.ts';
export { spreadOver } from './pod-spread.ts';
export { POD_SYSCTLS, podSysctls } from './pod-sysctls.ts';
export { READ_ONLY_CONTAINER, RESTRICTED_CONTAINER, RESTRICTED_VOLUMES, restrictedPod } from './restricted-pod.ts';
export { Room, type RoomProps } from './room.ts';
export { WAVES, type Wave, waveFolder } from './wave.ts';
export { LABELS, WaveChart, type WaveChartProps } from './wave-chart.ts';
