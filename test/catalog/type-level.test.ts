import { expectTypeOf, test } from 'vitest';
import type { AcceleratorOf, InstanceName, PartitionsOf } from '../../catalog/index.ts';

test('The name of an instance type keeps its literal type, target by target', () => {
  expectTypeOf<'p5.48xlarge'>().toExtend<InstanceName<'aws'>>();
  expectTypeOf<'p5.48xlarge'>().toExtend<InstanceName<'existing'>>();
  expectTypeOf<'p5.48xlarge'>().not.toExtend<InstanceName<'gcp'>>();
  expectTypeOf<'p5.49xlarge'>().not.toExtend<InstanceName<'aws'>>();
});

test('AcceleratorOf names the model in an instance type, and nothing for a machine without one', () => {
  expectTypeOf<AcceleratorOf<'aws', 'p5.48xlarge'>>().toEqualTypeOf<'nvidia-h100-80gb'>();
  expectTypeOf<AcceleratorOf<'digitalocean', 'gpu-mi300x1-192gb'>>().toEqualTypeOf<'amd-mi300x'>();
  expectTypeOf<AcceleratorOf<'aws', 'm7i.xlarge'>>().toBeNever();
});

test('PartitionsOf names the partitions of a model, and nothing for one that stays whole', () => {
  expectTypeOf<PartitionsOf<'nvidia-rtx-pro-6000-blackwell-server'>>().toEqualTypeOf<
    '1g.24gb' | '2g.48gb' | '4g.96gb'
  >();
  expectTypeOf<PartitionsOf<'amd-mi325x'>>().toEqualTypeOf<'dpx_nps2'>();
  expectTypeOf<PartitionsOf<'nvidia-l40s'>>().toBeNever();
});

test('PartitionsOf collects the partitions of several models', () => {
  expectTypeOf<PartitionsOf<'nvidia-l40s' | 'amd-mi325x'>>().toEqualTypeOf<'dpx_nps2'>();
});
