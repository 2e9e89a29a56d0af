import type { ComponentResourceOptions } from '@pulumi/pulumi';
import type { PlatformOn } from '../spec/platform.ts';
import type { TargetKind } from '../spec/target.ts';
import type { TargetStack, TargetStackArgs } from './target-stack.ts';

/**
 * Builds the target that a spec names. Each is loaded only when it is named, so that a user of one cloud needs one SDK.
 *
 * @param name - name of the cluster; everything that the target makes begins with it
 */
export async function openTarget(
  name: string,
  args: TargetStackArgs,
  opts?: ComponentResourceOptions,
): Promise<TargetStack> {
  const { kind } = args.spec.target;
  // The switch is exhaustive: a new kind of target without a stack does not compile.
  switch (kind) {
    case 'aws':
      return new (await import('./aws/index.ts')).AwsStack(name, on<'aws'>(args), opts);
    case 'azure':
      return new (await import('./azure/index.ts')).AzureStack(name, on<'azure'>(args), opts);
    case 'digitalocean':
      return new (await import('./digitalocean/index.ts')).DigitalOceanStack(name, on<'digitalocean'>(args), opts);
    case 'gcp':
      return new (await import('./gcp/index.ts')).GcpStack(name, on<'gcp'>(args), opts);
    case 'baremetal':
      return onMachines(name, on<'baremetal'>(args), opts);
    case 'existing':
      return new (await import('./existing/index.ts')).ExistingStack(name, on<'existing'>(args), opts);
  }
}

async function onMachines(name: string, args: TargetStackArgs<'baremetal'>, opts?: ComponentResourceOptions) {
  if (args.spec.target.distribution === 'clusterApi')
    return new (await import('./baremetal/cluster-api/index.ts')).ClusterApiStack(name, args, opts);
  return new (await import('./baremetal/index.ts')).BaremetalStack(name, args, opts);
}

function on<K extends TargetKind>(args: TargetStackArgs): TargetStackArgs<K> {
  return { ...args, spec: args.spec as PlatformOn<K> };
}
