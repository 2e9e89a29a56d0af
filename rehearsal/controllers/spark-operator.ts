import { makeSparkHome } from '../stand-ins/spark-home.ts';
import {
  CERTIFICATE_FOLDER,
  type ControllerDefinition,
  type ControllerRun,
  type ControllerSite,
} from './controller.ts';

/** Flag of the webhook's Deployment that names the Secret of its certificate. */
const SECRET_FLAG = '--webhook-secret-name=';

/**
 * The Spark operator: one Deployment submits applications, another serves the webhooks.
 *
 * The webhook takes its certificate from a Secret as cert-manager would have made it; it only reads RSA keys.
 */
export const sparkOperator: ControllerDefinition = {
  engine: 'spark-operator',
  apps: ['spark-operator'],
  authority: { name: 'spark-operator-ca', keys: 'rsa' },
  run: (site) => (site.deployment.args[0] === 'webhook' ? webhookRun(site) : controllerRun(site)),
  standIn: makeSparkHome,
};

function localFlags({ ports }: ControllerSite): string[] {
  return [
    '--leader-election=false',
    `--metrics-bind-address=127.0.0.1:${ports.metrics}`,
    `--health-probe-bind-address=127.0.0.1:${ports.health}`,
  ];
}

function controllerRun(site: ControllerSite): ControllerRun {
  return {
    args: [...site.deployment.args, ...localFlags(site)],
    files: {},
    changes: [
      'runs as a process: own ports on 127.0.0.1, no leader election',
      'Spark itself does not run: a stand-in for spark-submit creates the pods of driver and executors',
    ],
  };
}

function webhookRun(site: ControllerSite): ControllerRun {
  const { deployment, authority, folder, ports } = site;
  const { certificate, key } = authority.issue({ commonName: deployment.name, hosts: site.hosts });
  const name = deployment.args.find((arg) => arg.startsWith(SECRET_FLAG))?.slice(SECRET_FLAG.length);
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: name ?? 'spark-operator-webhook-certs', namespace: deployment.namespace },
    stringData: { 'ca.crt': authority.certificate, 'tls.crt': certificate, 'tls.key': key },
  };
  return {
    args: [
      ...deployment.args,
      ...localFlags(site),
      `--webhook-port=${ports.webhook}`,
      `--webhook-cert-dir=${folder}/${CERTIFICATE_FOLDER}`,
      '--enable-cert-manager=true',
    ],
    files: {},
    objects: [secret],
    changes: [
      'runs as a process: own ports on 127.0.0.1, no leader election',
      'webhook certificate made by the rehearsal, in the place of cert-manager',
    ],
  };
}
