import type { Observed } from './observed.ts';
import { run } from './proof.ts';
import type { Alert, RuleGroup } from './rule.ts';
import type { Slo } from './slo.ts';

const CERTIFICATE =
  '{name="gateway",namespace="access",issuer_name="public",issuer_kind="ClusterIssuer",issuer_group="cert-manager.io"}';
const day = 86_400;

const CERTIFICATE_EXPIRES: Alert = {
  name: 'CertificateExpires',
  expr: `certmanager_certificate_expiration_timestamp_seconds - time() < 7 * ${day} and certmanager_certificate_expiration_timestamp_seconds > 0`,
  for: '15m',
  severity: 'page',
  summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} expires soon',
  description:
    'It is valid for {{ $value | humanizeDuration }} more; bound 7 days. It should have been renewed at a third of its life.',
  runbook: {
    means: 'Renewal has failed for weeks. After the last day browsers and clients refuse the way in.',
    look: [
      {
        what: 'Certificates that are not ready.',
        query: 'certmanager_certificate_ready_status{condition="True"} == 0',
      },
      { what: 'Days left, of all.', query: '(certmanager_certificate_expiration_timestamp_seconds - time()) / 86400' },
    ],
    act: [
      '`kubectl describe certificate -n $namespace $name`, then its CertificateRequest, Order and Challenge.',
      'ACME: the challenge’s DNS record or host cannot be reached, or a rate limit; the Order says which.',
      'Own authority: its Secret, or the issuer’s rights.',
    ],
    ignore: 'A certificate that is meant to live for less than a week.',
  },
  fires: run(30, { [`certmanager_certificate_expiration_timestamp_seconds${CERTIFICATE}`]: `${3 * day}x30` }),
  silent: run(30, { [`certmanager_certificate_expiration_timestamp_seconds${CERTIFICATE}`]: `${40 * day}x30` }),
  // Not issued yet: CertificateNotReady tells of it.
  more: [
    { fires: false, ...run(30, { [`certmanager_certificate_expiration_timestamp_seconds${CERTIFICATE}`]: '0x30' }) },
  ],
};

const condition = (name: string) => CERTIFICATE.replace('}', `,condition="${name}"}`);

const CERTIFICATE_NOT_READY: Alert = {
  name: 'CertificateNotReady',
  expr: 'max by (namespace, name) (certmanager_certificate_ready_status{condition="True"}) == 0',
  for: '1h',
  severity: 'ticket',
  summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} is not ready',
  description: 'cert-manager could not issue or renew it for an hour.',
  runbook: {
    means: 'A certificate is missing or is not renewed. A new host has no TLS; an old one has some time left.',
    look: [
      {
        what: 'How long the old one lasts.',
        query: 'certmanager_certificate_expiration_timestamp_seconds{name="$name"} - time()',
      },
    ],
    act: [
      '`kubectl describe certificate -n $namespace $name` and follow the events.',
      'See CertificateExpires for the usual causes.',
    ],
    ignore: 'A host whose DNS record was added within the last hour.',
  },
  fires: run(90, { [`certmanager_certificate_ready_status${condition('True')}`]: '0x90' }),
  silent: run(90, { [`certmanager_certificate_ready_status${condition('True')}`]: '0x40 1x50' }),
};

const SECRET_NOT_SYNCED: Alert = {
  name: 'SecretNotSynced',
  expr: 'max by (namespace, name) (externalsecret_status_condition{condition="Ready",status="False"}) == 1',
  for: '30m',
  severity: 'ticket',
  summary: 'Secret {{ $labels.namespace }}/{{ $labels.name }} cannot be read from the store',
  description: 'External Secrets has failed to read it for half an hour.',
  runbook: {
    means: 'The Secret is missing or old. Pods that start now may fail; rotated passwords do not arrive.',
    look: [
      { what: 'One or all?', query: 'count(externalsecret_status_condition{condition="Ready",status="False"} == 1)' },
    ],
    act: [
      '`kubectl describe externalsecret -n $namespace $name`.',
      'All of them: the store’s identity or address (`kubectl get clustersecretstore`).',
      'One: its entry in the store is not there, or under another name.',
    ],
    ignore: 'A Secret whose entry somebody is about to make.',
  },
  fires: run(45, {
    'externalsecret_status_condition{name="dns",namespace="access",condition="Ready",status="False"}': '1x45',
  }),
  silent: run(45, {
    'externalsecret_status_condition{name="dns",namespace="access",condition="Ready",status="False"}': '1x10 0x35',
  }),
};

/** Rules of the way in; those about secrets only where there is a store that they come from. */
export function accessGroup({ facts }: Observed): RuleGroup {
  const certificates = [CERTIFICATE_EXPIRES, CERTIFICATE_NOT_READY];
  return {
    name: 'plinth.access',
    room: 'access',
    interval: '1m',
    records: [],
    alerts: facts.access?.secretStore === undefined ? certificates : ACCESS_ALERTS,
  };
}

/** Every alert about the way in, whether a platform has it or not. */
export const ACCESS_ALERTS: readonly Alert[] = [CERTIFICATE_EXPIRES, CERTIFICATE_NOT_READY, SECRET_NOT_SYNCED];

const PROXY = 'envoy_server_live{namespace="envoy-gateway-system",pod="envoy-a"}';

/** What is promised about the way in: somebody is there to answer. */
export const ACCESS_SLOS: readonly Slo[] = [
  {
    name: 'way-in',
    alert: 'WayIn',
    title: 'The gateway is there',
    room: 'access',
    objective: 0.999,
    // No proxy at all says nothing: that is the worst, not an unknown.
    bad: '(sum(envoy_server_live) < bool 1) or vector(1)',
    total: 'vector(1)',
    runbook: {
      means: 'No proxy of the gateway is live: nobody reaches a model, the registry or a sign-in page.',
      look: [
        { what: 'Proxies that are live.', query: 'sum by (namespace) (envoy_server_live)' },
        {
          what: 'Requests by class of answer.',
          query: 'sum by (envoy_response_code_class) (rate(envoy_http_downstream_rq_xx[5m]))',
        },
      ],
      act: [
        '`kubectl get pods -n envoy-gateway-system`: pending, crashing, or not there?',
        '`kubectl get gateway -A`: its conditions say what the controller could not do.',
        'Undo the last commit that touched the gateway.',
      ],
      ignore: 'Never; if proxies do live, their metrics are not scraped: see TargetDown.',
    },
    proof: { failing: [{ series: PROXY, values: '0xN' }], healthy: [{ series: PROXY, values: '1xN' }] },
  },
];
