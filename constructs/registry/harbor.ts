import { Construct } from 'constructs';
import type { RegistrySpec } from '../../spec/registry.ts';
import { REGISTRY_SERVICE_ACCOUNT } from '../../spec/registry-store.ts';
import { CLIENT_SECRET_KEY, ProtectedRoute, type WayIn } from '../access/index.ts';
import { NetworkPolicy, ServiceAccount } from '../imports/kubernetes.gen.ts';
import { HarborKeys, type HarborKeysProps } from './harbor-keys.ts';
import { HARBOR, harborPods } from './harbor-names.ts';
import { JOB_LABELS } from './harbor-settings-job.ts';

/** What stands around Harbor's chart. */
export interface HarborProps extends HarborKeysProps {
  /** What the spec says about the registry. */
  readonly registry: RegistrySpec;
  /** The way in. */
  readonly access: WayIn;
}

/** Port of the pods behind Harbor's Service. */
const FRONT_PORT = 8_080;
/** Layers of models are large. */
const LONGEST_UPLOAD = '3600s';
/** Why Harbor itself asks who somebody is. */
const BECAUSE =
  'docker clients take a token of Harbor’s own service, people sign in at the platform’s issuer, and every project is private';

/** What the chart does not bring: keys, the account that an object store knows, who may reach what, and the ways in. */
export class Harbor extends Construct {
  public constructor(scope: Construct, id: string, props: HarborProps) {
    super(scope, id);
    new HarborKeys(this, 'keys', props);
    new ServiceAccount(this, 'account', {
      metadata: { name: REGISTRY_SERVICE_ACCOUNT, namespace: HARBOR.namespace },
      automountServiceAccountToken: false,
    });
    this.#network();
    this.#secrets(props);
    this.#ways(props);
  }

  #network(): void {
    const rule = (name: string, pods: Readonly<Record<string, string>>, from: Readonly<Record<string, string>>) =>
      new NetworkPolicy(this, name, {
        metadata: { name, namespace: HARBOR.namespace },
        spec: {
          podSelector: { matchLabels: pods },
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: { matchLabels: from } }] }],
        },
      });
    rule('allow-harbor', harborPods(), harborPods());
    rule('allow-settings', harborPods('nginx'), JOB_LABELS);
  }

  #secrets({ access, registry }: HarborProps): void {
    access.secret(this, 'admin', {
      name: HARBOR.admin,
      namespace: HARBOR.namespace,
      keys: ['HARBOR_ADMIN_PASSWORD'],
      purpose: 'password of Harbor’s account admin, which only the job with its settings uses',
      generated: true,
    });
    access.secret(this, 'sign-in', {
      name: HARBOR.signIn,
      namespace: HARBOR.namespace,
      keys: [CLIENT_SECRET_KEY],
      entry: access.signIn.clientEntry,
      purpose: `secret of the client ${access.signIn.clientId} at ${access.signIn.issuer}`,
    });
    const [first, ...others] = remoteKeys(registry);
    if (first === undefined) return;
    access.secret(this, 'remotes', {
      name: HARBOR.remotes,
      namespace: HARBOR.namespace,
      keys: [first, ...others],
      purpose: 'accounts at other registries, and headers of webhooks',
    });
  }

  #ways({ access, registry: { hosts } }: HarborProps): void {
    access.handsBackTo(`https://${hosts.external}/c/oidc/callback`);
    for (const [what, host] of Object.entries(hosts))
      new ProtectedRoute(this, what, {
        access,
        name: `harbor-${what}`,
        namespace: HARBOR.namespace,
        host,
        // Nodes pull by the internal name; people use the other, which Harbor sends them back to.
        paths: what === 'internal' ? ['/v2/', '/service/'] : undefined,
        backend: {
          service: HARBOR.service,
          port: 80,
          podLabels: harborPods('nginx'),
          podPort: FRONT_PORT,
        },
        audience: 'itself',
        because: BECAUSE,
        timeout: LONGEST_UPLOAD,
      });
  }
}

/** Keys that the Secret with credentials of others must have. */
export function remoteKeys({ replications, webhooks }: RegistrySpec): readonly string[] {
  const others = new Set(replications.map(({ to }) => to));
  return [
    ...[...others].flatMap((to) => [`${to}.user`, `${to}.secret`]),
    ...webhooks.filter(({ signed }) => signed).map(({ name }) => `${name}.header`),
  ];
}
