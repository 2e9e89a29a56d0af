import { type ControllerDefinition, withoutFlags } from './controller.ts';

/** Folder of the certificate with which it gives metrics to its metrics server, inside the controller's folder. */
const CERTIFICATES = 'certs';

/** Flags that the rehearsal sets itself. */
const OWN_FLAGS = [
  'leader-elect',
  'metrics-bind-address',
  'health-probe-bind-address',
  'metrics-service-bind-address',
  'cert-dir',
  'enable-cert-rotation',
];

/**
 * KEDA: replicas by what waits, to zero and back.
 *
 * Its operator only. It makes HorizontalPodAutoscalers and moves workloads between zero and one by itself; between one and
 * many the autoscaler would ask KEDA's metrics server, an aggregated API that cannot be called by URL.
 */
export const keda: ControllerDefinition = {
  engine: 'keda',
  apps: ['keda-operator'],
  authority: { name: 'keda-ca', keys: 'ec' },
  run: ({ authority, deployment, folder, hosts, ports }) => {
    const { certificate, key } = authority.issue({ commonName: deployment.name, hosts });
    return {
      args: [
        ...withoutFlags(deployment.args, OWN_FLAGS),
        `--metrics-bind-address=127.0.0.1:${ports.metrics}`,
        `--health-probe-bind-address=127.0.0.1:${ports.health}`,
        `--metrics-service-bind-address=127.0.0.1:${ports.webhook}`,
        `--cert-dir=${folder}/${CERTIFICATES}`,
        '--enable-cert-rotation=false',
      ],
      // Where Secrets of the whole cluster lie: a pod reads its own namespace from a file that a process does not have.
      env: {
        KEDA_CLUSTER_OBJECT_NAMESPACE: deployment.namespace,
        POD_NAMESPACE: deployment.namespace,
        ...deployment.env,
      },
      files: {
        [`${CERTIFICATES}/ca.crt`]: authority.certificate,
        [`${CERTIFICATES}/tls.crt`]: certificate,
        [`${CERTIFICATES}/tls.key`]: key,
      },
      changes: [
        'runs as a process: own ports on 127.0.0.1, no leader election',
        'certificates made by the rehearsal, in the place of its own rotation',
        'its metrics server does not run: it scales to zero and back to one, the autoscaler sees no metrics above',
      ],
    };
  },
};
