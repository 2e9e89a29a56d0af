import type { KubernetesObject } from '../kubernetes-object.ts';
import { type ControllerDefinition, type ControllerSite, withoutFlags } from './controller.ts';

/** Folder of what it keeps of Sigstore's trust, inside the controller's folder. */
const TRUST = 'sigstore';

/** Flags that the rehearsal sets itself. */
const OWN_FLAGS = ['webhookServerPort', 'metricsPort', 'controllerRuntimeMetricsAddress'];

/** Flags that name the Secrets of its certificates, each with what is in it. */
const CERTIFICATE_FLAGS = { authority: 'caSecretName', pair: 'tlsSecretName' } as const;

/**
 * Kyverno: admission by policies that ask registries.
 *
 * Its admission controller. It registers its webhooks itself, by URL if it is told its address.
 */
export const kyverno: ControllerDefinition = {
  engine: 'kyverno',
  apps: ['kyverno-admission-controller'],
  authority: { name: 'kyverno-ca', keys: 'rsa' },
  run: (site) => {
    const { deployment, folder, ports } = site;
    return {
      args: [
        ...withoutFlags(deployment.args, OWN_FLAGS),
        `--webhookServerPort=${ports.webhook}`,
        '--webhookServerHost=127.0.0.1',
        `--serverIP=127.0.0.1:${ports.webhook}`,
        `--metricsPort=${ports.metrics}`,
        '--metricsHost=127.0.0.1',
        '--controllerRuntimeMetricsAddress=0',
        '--disableCertManagerController=true',
        // It looks nowhere else when it does not run in a pod.
        '--kubeconfig=$(KUBECONFIG)',
      ],
      env: {
        ...deployment.env,
        KYVERNO_NAMESPACE: deployment.namespace,
        KYVERNO_POD_NAME: `${deployment.name}-0`,
        TUF_ROOT: `${folder}/${TRUST}`,
      },
      files: {},
      objects: certificates(site),
      readyAt: 'webhook',
      changes: [
        'runs as a process: own ports on 127.0.0.1',
        'its webhooks call this machine by URL, as it registers them itself',
        'certificates made by the rehearsal, in the place of its own rotation',
      ],
    };
  },
};

function certificates({ authority, deployment, hosts }: ControllerSite): KubernetesObject[] {
  const pair = authority.issue({ commonName: deployment.name, hosts });
  return [
    secret(deployment, CERTIFICATE_FLAGS.authority, authority.certificate, authority.key),
    secret(deployment, CERTIFICATE_FLAGS.pair, pair.certificate, pair.key),
  ];
}

function secret({ args, namespace }: ControllerSite['deployment'], flag: string, certificate: string, key: string) {
  const name = args.find((arg) => arg.startsWith(`--${flag}=`))?.slice(flag.length + 3) ?? flag;
  const labels = { 'cert.kyverno.io/managed-by': 'kyverno' };
  const stringData = { 'tls.crt': certificate, 'tls.key': key };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels },
    type: 'kubernetes.io/tls',
    stringData,
  };
}
