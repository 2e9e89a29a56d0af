import type { AcceleratorName, accelerators } from './accelerators.ts';
import type { InstanceName, InstanceTarget, instances } from './instances/index.ts';

/** Accelerator model in an instance type, `never` for a machine without one. */
export type AcceleratorOf<
  Target extends InstanceTarget,
  Instance extends InstanceName<Target>,
> = (typeof instances)[Target][Instance] extends { readonly accelerator: infer Model extends AcceleratorName }
  ? Model
  : never;

/** Names of the hardware partitions of an accelerator model, `never` for a model that cannot be partitioned. */
export type PartitionsOf<Model extends AcceleratorName> = Model extends AcceleratorName
  ? keyof (typeof accelerators)[Model]['partitions'] & string
  : never;
