import { Construct } from 'constructs';
import { namespaceNamed } from '../../core/index.ts';
import { Namespace, NetworkPolicy } from '../../imports/kubernetes.gen.ts';

const LEVELS = ['enforce', 'audit', 'warn'];

/** A namespace of a site's cluster: pods are restricted, and nothing comes in or goes out that is not opened. */
export class SiteNamespace extends Construct {
  /** @param because - why its pods may be more than restricted. @default - they may not */
  public constructor(scope: Construct, id: string, name: string, because?: string) {
    super(scope, id);
    const levels = LEVELS.map((level) => [
      `pod-security.kubernetes.io/${level}`,
      level === 'enforce' && because !== undefined ? 'privileged' : 'restricted',
    ]);
    new Namespace(this, 'namespace', {
      metadata: {
        name,
        // A site's own minor is not the platform's; the level's newest form holds.
        labels: Object.fromEntries(levels),
        ...(because === undefined ? {} : { annotations: { 'plinth.dev/pod-security-reason': because } }),
      },
    });
    new NetworkPolicy(this, 'default-deny', {
      metadata: { name: 'default-deny', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}

/** Names of the site, which its own DNS knows also without a link. */
export const SITE_DNS = {
  to: [{ namespaceSelector: namespaceNamed('kube-system') }],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
} as const;
