/** Catalogue: which versions, machines and accelerators there are. Everything stands on it, and it stands on nothing. */
export type { Accelerator, Vendor } from './accelerator.ts';
export { VENDORS } from './accelerator.ts';
export { type AcceleratorName, accelerators } from './accelerators.ts';
export type { Component, ComponentModule, ComponentSource } from './component.ts';
export { type ComponentName, components, findComponent } from './components/index.ts';
export { type EdgeAccelerator, edgeAccelerators } from './edge-accelerators.ts';
export { envelope } from './envelope.ts';
export { foreignLicence } from './image-licences.ts';
export { CAPACITY_KINDS, type CapacityKind, type Fabric, type InstanceType, type Price } from './instance-type.ts';
export { findInstance, type InstanceName, type InstanceTarget, instances } from './instances/index.ts';
export {
  DEFAULT_KUBERNETES_MINOR,
  type KubernetesMinor,
  type KubernetesMinorName,
  kubernetesMinors,
} from './kubernetes-minors.ts';
export {
  componentsWithout,
  type KubernetesSupport,
  kubernetesSupport,
  TESTED_KUBERNETES_MINOR,
} from './kubernetes-support.ts';
export { type CatalogueModel, MODEL_PRECISIONS, type ModelPrecision, type ModelShape } from './model-shape.ts';
export { findModel, type ModelName, models } from './models/index.ts';
export { NODE_IMAGE } from './node-image.ts';
export type { AcceleratorOf, PartitionsOf } from './type-level.ts';
export { compareVersions, isBelowFloor, MANAGED_VERSION, semanticVersion } from './version.ts';
