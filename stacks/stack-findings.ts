import type { Finding } from '../spec/finding.ts';
import { awsFindings } from './aws/findings.ts';
import { azureFindings } from './azure/findings.ts';
import { baremetalFindings } from './baremetal/findings.ts';
import { deliveredObjects, undefinedGroups } from './delivered-objects.ts';
import { digitaloceanFindings } from './digitalocean/findings.ts';
import type { EnvironmentArgs, Layer } from './environment-args.ts';
import { gcpFindings } from './gcp/findings.ts';
import { hasCredentials } from './git-credentials.ts';
import { signInSecrets } from './sign-in-secret.ts';

/** Everything that a stack cannot build, although the spec is right. Found before the first resource is registered. */
export function stackFindings(args: EnvironmentArgs, layer: Layer): Finding[] {
  return [
    ...(layer === 'platform' ? [] : targetFindings(args)),
    ...(layer === 'infrastructure' ? [] : deliveryFindings(args, layer)),
    ...credentialFindings(args),
    ...signInFindings(args),
  ];
}

/** What a target's cloud would refuse. Free of Pulumi: what is asked of a cloud's API belongs to `doctor`. */
function targetFindings({ facts, management, spec }: EnvironmentArgs): Finding[] {
  const { target } = spec;
  switch (target.kind) {
    case 'aws':
      return [...awsFindings({ ...spec, target }, facts)];
    case 'azure':
      return [...azureFindings({ ...spec, target }, facts)];
    case 'baremetal':
      return [...baremetalFindings({ ...spec, target }, facts, management)];
    case 'digitalocean':
      return [...digitaloceanFindings({ ...spec, target })];
    case 'gcp':
      return [...gcpFindings({ ...spec, target }, facts)];
    default:
      return [];
  }
}

/** Argo CD or Flux must come from somewhere: from the lock, or from before. */
function deliveryFindings({ platform, spec }: EnvironmentArgs, layer: Layer): Finding[] {
  const { kind } = spec.delivery;
  if (kind !== 'argocd' && kind !== 'flux') return [];
  const missing = undefinedGroups(deliveredObjects(platform, kind));
  if (missing.length === 0) return [];
  // A cluster that this very run makes cannot have it yet.
  const fresh = layer === 'all' && spec.target.kind !== 'existing';
  return [
    {
      code: 'STACK_DELIVERY_UNDEFINED',
      level: fresh ? 'error' : 'warning',
      at: 'delivery.kind',
      problem: `the stack brings objects of ${missing.join(' and ')}, but not the definitions of ${kind}`,
      fix: fresh ? FIX[kind] : `see that ${kind} is installed in the cluster; ${FIX[kind]}`,
    },
  ];
}

/** Only Argo CD finds credentials by itself; Flux must be told where they are, and the rest reads no repository. */
function credentialFindings({ gitCredentials, spec }: EnvironmentArgs): Finding[] {
  if (!hasCredentials(gitCredentials) || spec.delivery.kind === 'argocd') return [];
  return [
    {
      code: 'STACK_GIT_CREDENTIALS_UNUSED',
      level: 'warning',
      at: 'delivery.kind',
      problem: `credentials for the repository are configured, and delivery ${spec.delivery.kind} does not take them from the stack`,
      fix: 'remove plinth:gitPassword and plinth:gitSshKey, or choose argocd',
    },
  ];
}

/** A secret that nothing takes would be taken for one that is in use. */
function signInFindings(args: EnvironmentArgs): Finding[] {
  if (args.signInSecret === undefined || signInSecrets(args).length > 0) return [];
  return [
    {
      code: 'STACK_SIGN_IN_SECRET_UNUSED',
      level: 'warning',
      at: 'plinth:signInSecret',
      problem:
        'the secret of the sign-in’s client is configured, and the stack writes it nowhere: a store has it, the platform’s own issuer makes it up, or the cluster’s owner brings it',
      fix: 'pulumi config rm plinth:signInSecret',
    },
  ];
}

const FIX = {
  argocd: 'run `plinth lock`, so that the stack can install Argo CD itself, and commit the folder platform.lock',
  flux: 'build the cluster with plinth:layer infrastructure, install Flux in it, then bring the platform with plinth:layer platform',
};
