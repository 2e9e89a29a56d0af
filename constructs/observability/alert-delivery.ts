import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { AlertReceiver } from '../../spec/observability.ts';
import type { WayIn } from '../access/index.ts';
import { restrictedPod } from '../core/index.ts';
import { PodDisruptionBudget, ServiceAccount } from '../imports/kubernetes.gen.ts';
import {
  Alertmanager,
  AlertmanagerConfig,
  type AlertmanagerConfigReceiver,
  type AlertmanagerConfigRoute,
} from '../imports/prometheus-operator.gen.ts';
import { MONITORING_NAMESPACE, SERVERS } from './monitoring-places.ts';

/** Alertmanager for a platform. */
export interface AlertDeliveryProps {
  /** The way in, which brings the receivers' secrets. */
  readonly access: Pick<WayIn, 'secret'>;
  /** Who is told. */
  readonly receivers: readonly AlertReceiver[];
  /** StorageClass. @default - the cluster's own */
  readonly storageClass: string | undefined;
  /** Version without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

/** Receiver of what nobody is told of. */
const NOBODY = 'nobody';
const USER = 65_534;
const LABELS = { 'app.kubernetes.io/name': 'alertmanager', alertmanager: SERVERS };

/** Key of a receiver's Secret. */
const KEYS = { pagerduty: 'routing-key', slack: 'url', webhook: 'url', email: 'password' } as const;

/** Name of the Secret with what a receiver needs. */
export function receiverSecret(name: string): string {
  return `alerts-${name}`;
}

/** Alertmanager, three times, so that two still agree when one goes; and whom it tells. */
export class AlertDelivery extends Construct {
  public constructor(scope: Construct, id: string, props: AlertDeliveryProps) {
    super(scope, id);
    const namespace = MONITORING_NAMESPACE;
    for (const { kind, name } of props.receivers)
      props.access.secret(this, `secret-${name}`, {
        name: receiverSecret(name),
        namespace,
        keys: [KEYS[kind]],
        purpose: `lets Alertmanager tell ${name} of alerts (${kind})`,
      });
    new AlertmanagerConfig(this, 'configuration', {
      metadata: { name: SERVERS, namespace },
      spec: {
        route: routes(props.receivers),
        receivers: [{ name: NOBODY }, ...props.receivers.map(receiverConfig)],
        // Who is woken because something is down need not hear that it is slow as well.
        inhibitRules: [
          {
            sourceMatch: [{ name: 'severity', value: 'page', matchType: '=' }],
            targetMatch: [{ name: 'severity', value: 'ticket', matchType: '=' }],
            equal: ['alertname', 'namespace', 'room'],
          },
        ],
      },
    });
    this.#servers(props);
  }

  #servers({ storageClass, ...props }: AlertDeliveryProps): void {
    const namespace = MONITORING_NAMESPACE;
    const version = props.version ?? components.alertmanager.version;
    new ServiceAccount(this, 'account', {
      metadata: { name: 'alertmanager', namespace },
      automountServiceAccountToken: false,
    });
    new PodDisruptionBudget(this, 'budget', {
      metadata: { name: 'alertmanager', namespace },
      spec: { minAvailable: 2, selector: { matchLabels: LABELS } },
    });
    new Alertmanager(this, 'servers', {
      metadata: { name: SERVERS, namespace },
      spec: {
        version: `v${version}`,
        image: components.alertmanager.images[0].replace(/:v.*$/, `:v${version}`),
        replicas: 3,
        serviceAccountName: 'alertmanager',
        automountServiceAccountToken: false,
        securityContext: restrictedPod(USER),
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        alertmanagerConfiguration: { name: SERVERS },
        storage: {
          volumeClaimTemplate: {
            spec: {
              accessModes: ['ReadWriteOnce'],
              ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
              resources: { requests: { storage: '2Gi' } },
            },
          },
        },
      },
    });
  }
}

/** An alert goes to each receiver that wants its severity; what nobody wants is only shown. */
function routes(receivers: readonly AlertReceiver[]): AlertmanagerConfigRoute {
  return {
    receiver: NOBODY,
    groupBy: ['alertname', 'room', 'namespace'],
    groupWait: '30s',
    groupInterval: '5m',
    repeatInterval: '4h',
    routes: receivers.map(({ name, severities }) => ({
      receiver: name,
      continue: true,
      matchers: [{ name: 'severity', value: severities.join('|'), matchType: '=~' }],
    })),
  };
}

function receiverConfig(receiver: AlertReceiver): AlertmanagerConfigReceiver {
  const { kind, name } = receiver;
  const key = { name: receiverSecret(name), key: KEYS[kind] };
  const sendResolved = true;
  switch (kind) {
    case 'pagerduty':
      return { name, pagerdutyConfigs: [{ routingKey: key, sendResolved }] };
    case 'slack':
      return { name, slackConfigs: [{ apiURL: key, channel: receiver.channel, sendResolved }] };
    case 'webhook':
      return { name, webhookConfigs: [{ urlSecret: key, sendResolved }] };
    case 'email': {
      const { from, server, to, user } = receiver;
      const account = { authUsername: user, authPassword: key };
      return {
        name,
        emailConfigs: [{ to, from, smarthost: server, ...account, requireTLS: true, sendResolved }],
      };
    }
  }
}
