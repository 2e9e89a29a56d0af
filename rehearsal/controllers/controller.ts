import type { CertificateAuthority, KeyKind } from '../certificates/certificate-authority.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { EngineName } from '../engine-catalog.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import type { ManagerDeployment } from '../manager-deployment.ts';
import type { Rewrite } from '../webhook-rewrite.ts';

/** Where one controller runs on this machine. */
export interface ControllerSite {
  /** What users would run. */
  readonly deployment: ManagerDeployment;
  /** Ports on 127.0.0.1 that are the controller's own. */
  readonly ports: { readonly webhook: number; readonly metrics: number; readonly health: number };
  /** Folder that is the controller's own; also its folder for temporary files. */
  readonly folder: string;
  /** Signs the certificate of its webhooks. */
  readonly authority: CertificateAuthority;
  /** Names under which its webhooks are called: `127.0.0.1`, `localhost` and `service.namespace.svc`. */
  readonly hosts: readonly string[];
}

/** How to run one controller on this machine. */
export interface ControllerRun {
  readonly args: readonly string[];
  /** @default {} - nothing is added to the environment */
  readonly env?: Readonly<Record<string, string>>;
  /** Files to write before it starts: text by path inside its folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Objects to apply in place of those with the same kind and name, or besides. @default [] - none */
  readonly objects?: readonly KubernetesObject[];
  /** `health`: it is ready when it says so at `/readyz`; `webhook`: when its webhooks answer at all. @default 'health' */
  readonly readyAt?: 'health' | 'webhook';
  /** What of its settings differs from what users get. */
  readonly changes: readonly Rewrite['change'][];
}

/** A controller that the rehearsal can run for real. */
export interface ControllerDefinition {
  readonly engine: EngineName;
  /** Values of the label `app.kubernetes.io/name` that its Deployments carry, in its charts and manifests. */
  readonly apps: readonly string[];
  /** The authority of its webhooks: some controllers check its name, some read no key but RSA. */
  readonly authority: { readonly name: string; readonly keys: KeyKind };
  /**
   * Says how to run one of its Deployments here. Pure but for the keys it makes.
   *
   * @param neighbours - where the other controllers run, for those that call one another. Default: none.
   */
  run(site: ControllerSite, neighbours?: readonly ControllerSite[]): ControllerRun;
  /**
   * Starts what answers in the place of something that a simulated cluster lacks.
   *
   * @default - it needs nothing but the API server
   * @returns additions to the environment of the controller.
   */
  standIn?(plane: ControlPlane, site: ControllerSite): Promise<Record<string, string>>;
}

/** Whom a controller acts as. */
export type ManagerIdentity = Pick<ManagerDeployment, 'namespace' | 'serviceAccount'>;

/** Folder of the webhook certificate, inside the controller's own folder: controller-runtime's default below TMPDIR. */
export const CERTIFICATE_FOLDER = 'k8s-webhook-server/serving-certs';

/** The certificate of the webhooks as files, under the names that controller-runtime looks for. */
export function certificateFiles(site: ControllerSite): Record<string, string> {
  const { certificate, key } = site.authority.issue({ commonName: site.deployment.name, hosts: site.hosts });
  return { [`${CERTIFICATE_FOLDER}/tls.crt`]: certificate, [`${CERTIFICATE_FOLDER}/tls.key`]: key };
}

/** What a controller of flags only must do differently from a pod, in words for a report. */
export const PROCESS_CHANGES = [
  'runs as a process: own ports on 127.0.0.1, no leader election',
  'webhook certificate made by the rehearsal, in the place of cert-manager',
] as const;

/** Arguments without the flags of the given names. */
export function withoutFlags(args: readonly string[], names: readonly string[]): string[] {
  return args.filter((arg) => !names.some((name) => arg === `--${name}` || arg.startsWith(`--${name}=`)));
}
