import type { Input } from '@pulumi/pulumi';
import { ARGO_CD_NAMESPACE } from '../constructs/delivery/index.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import type { ClusterObject } from './kubernetes-object.ts';

/** How the delivery reads a repository that is not public. They stand in the stack's configuration, encrypted, and are never rendered. */
export interface GitCredentials {
  /** User of an HTTPS repository; for most hosts any word will do beside a token. @default git */
  readonly username?: string;
  /** Password or token of an HTTPS repository. @default - none */
  readonly password?: Input<string>;
  /** Private key of an SSH repository, in PEM. @default - none */
  readonly sshKey?: Input<string>;
}

/** Secrets by which Argo CD reads the platform's repository; it finds them by their label and the address in them. */
export function gitSecrets({ delivery, metadata }: PlatformSpec, credentials?: GitCredentials): ClusterObject[] {
  if (delivery.kind !== 'argocd' || !hasCredentials(credentials)) return [];
  const { password, sshKey, username = 'git' } = credentials;
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `${metadata.name}-repository`,
        namespace: ARGO_CD_NAMESPACE,
        labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      },
      stringData: {
        type: 'git',
        url: delivery.repository,
        ...(password === undefined ? {} : { username, password }),
        ...(sshKey === undefined ? {} : { sshPrivateKey: sshKey }),
      },
    },
  ];
}

/** Whether there is anything to sign in with. */
export function hasCredentials(credentials: GitCredentials | undefined): credentials is GitCredentials {
  return credentials?.password !== undefined || credentials?.sshKey !== undefined;
}
