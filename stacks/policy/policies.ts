import type { Enforcement, PolicyResource } from './rule.ts';
import { POLICY_RULES } from './rules/index.ts';

/** What `@pulumi/policy` hands to a policy, as far as it is used here. */
export interface PolicyArgs extends PolicyResource {
  /** The policy's configuration, from `--policy-pack-config`. @default - there is none */
  readonly getConfig?: () => object;
}

/**
 * A policy in the form that `PolicyPack` of `@pulumi/policy` takes. Written down here because that package is the team's to install:
 * only `startPolicyPack` loads it, from the team's folder.
 */
export interface ResourcePolicy {
  /** Name, by which a team configures it. */
  readonly name: string;
  /** What it asks for, in one sentence. */
  readonly description: string;
  /** Whether it refuses or advises. */
  readonly enforcementLevel: Enforcement;
  /** Form of its configuration: `allow`, names of resources that it leaves alone. */
  readonly configSchema: {
    readonly properties: Record<string, { readonly type: 'array'; readonly items: { readonly type: 'string' } }>;
  };
  /** Reports everything that is wrong with a resource. */
  readonly validateResource: (args: PolicyArgs, report: (message: string) => void) => void;
}

/**
 * The rules as policies, for a pack of a team's own (stacks/policy/README.md).
 *
 * Each takes `allow` in its configuration: names of resources that it leaves alone.
 */
export function plinthPolicies(): ResourcePolicy[] {
  return POLICY_RULES.map(({ description, enforcement, examine, name }) => ({
    name,
    description,
    enforcementLevel: enforcement,
    configSchema: { properties: { allow: { type: 'array', items: { type: 'string' } } } },
    validateResource: (args, report) => {
      if (!allowedIn(args).includes(args.name)) for (const problem of examine(args)) report(problem);
    },
  }));
}

function allowedIn({ getConfig }: PolicyArgs): readonly string[] {
  const { allow = [] } = (getConfig?.() ?? {}) as { readonly allow?: readonly string[] };
  return allow;
}
