import { Construct } from 'constructs';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { type Overhead, RuntimeClass, type Scheduling } from '../imports/kubernetes.gen.ts';

/** A sandbox that pods run in. */
export type Sandbox = Exclude<TeamSpec['sandbox'], 'none'>;

/** The runtime of a sandbox in one place. */
export interface SandboxRuntimeProps {
  /** Name of the RuntimeClass, which is the sandbox's. */
  readonly sandbox: Sandbox;
  /** Name by which the nodes' container runtime knows it. */
  readonly handler: string;
  /** What the sandbox itself takes beside the pod. @default - too little to count */
  readonly overhead?: Overhead;
  /** Which nodes have it. @default - all that the pods may run on */
  readonly scheduling?: Scheduling;
}

/** The RuntimeClass of a sandbox. */
export class SandboxRuntime extends Construct {
  /** Name of the class. */
  public readonly className: Sandbox;

  public constructor(scope: Construct, id: string, { sandbox, ...rest }: SandboxRuntimeProps) {
    super(scope, id);
    this.className = sandbox;
    new RuntimeClass(this, 'class', { metadata: { name: sandbox }, ...rest });
  }
}

/** Label that kata-deploy gives to nodes when Kata works there. */
const KATA_READY = { 'katacontainers.io/kata-runtime': 'true' };

/** Memory and processor time of one light virtual machine, as kata-deploy 4.1 counts them for its `qemu` shim. */
const QEMU_OVERHEAD: Overhead = { podFixed: { memory: '320Mi', cpu: '250m' } };

/**
 * How a place runs a sandbox; nothing where the place itself makes the RuntimeClass.
 *
 * Handlers: GKE Sandbox brings class and handler of gVisor; AKS pod sandboxing the handler `kata`; the extensions of
 * Talos `runsc` and `kata-qemu`, the names of upstream, which other machines use as well.
 */
export function sandboxRuntime({ target }: PlatformSpec, sandbox: Sandbox): SandboxRuntimeProps | undefined {
  if (sandbox === 'gvisor') return target.kind === 'gcp' ? undefined : { sandbox, handler: 'runsc' };
  if (target.kind === 'azure')
    return {
      sandbox,
      handler: 'kata',
      overhead: { podFixed: { memory: '600Mi' } },
      scheduling: { nodeSelector: { 'kubernetes.azure.com/kata-vm-isolation': 'true' } },
    };
  return {
    sandbox,
    handler: 'kata-qemu',
    overhead: QEMU_OVERHEAD,
    ...(needsKataDeploy(target) ? { scheduling: { nodeSelector: KATA_READY } } : {}),
  };
}

/** Whether the platform puts Kata on the nodes: only on machines that it makes itself and whose image can be changed. */
export function needsKataDeploy(target: PlatformSpec['target']): boolean {
  return target.kind === 'baremetal' && target.distribution === 'clusterApi';
}

/** Sandboxes that teams use, each once. */
export function sandboxesOf(teams: readonly TeamSpec[]): readonly Sandbox[] {
  return (['gvisor', 'kata'] as const).filter((sandbox) => teams.some((team) => team.sandbox === sandbox));
}
