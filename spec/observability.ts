import { z } from 'zod';
import { httpsUrl } from './access.ts';
import { dnsLabel, field, text } from './field.ts';
import { duration, size } from './units.ts';

/** Who is called: `page` wakes somebody now, `ticket` waits for the working day. */
const severities = field(
  z
    .array(z.enum(['page', 'ticket']))
    .min(1)
    .max(2)
    .readonly()
    .default(['page', 'ticket']),
  'Which alerts it is told of: `page` wakes somebody now, `ticket` waits for the working day.',
  ['page'],
);

const name = field(
  dnsLabel(40),
  'Name of the receiver. Its secret is the Secret `alerts-<name>`, never in Git.',
  'on-call',
);

const receiver = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('pagerduty').meta({ description: 'PagerDuty; key `routing-key`.', examples: ['pagerduty'] }),
      name,
      severities,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('slack').meta({ description: 'Slack; key `url`, an incoming webhook.', examples: ['slack'] }),
      name,
      severities,
      channel: field(text(80), 'Channel.', '#ml-platform'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('webhook')
        .meta({ description: 'A program of yours that takes Alertmanager’s JSON; key `url`.', examples: ['webhook'] }),
      name,
      severities,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('email').meta({ description: 'Mail; key `password`.', examples: ['email'] }),
      name,
      severities,
      to: field(z.email().max(254), 'Address that gets them.', 'oncall@example.org'),
      from: field(z.email().max(254), 'Address that sends them.', 'alerts@example.org'),
      server: field(
        z
          .string()
          .max(260)
          .regex(/^[A-Za-z0-9.-]+:\d{1,5}$/, 'expected a host and a port, such as smtp.example.org:587'),
        'Server that takes them, with its port. TLS is asked for.',
        'smtp.example.org:587',
      ),
      user: field(text(200), 'Account at the server.', 'alerts'),
    })
    .readonly(),
]);

const fault = z
  .strictObject({
    type: field(
      z
        .string()
        .min(1)
        .max(316)
        .regex(/^[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?$/, 'expected the type of a condition, such as XIDErrors'),
      'Type of the condition in the node’s status.',
      'AcceleratedHardwareReady',
    ),
    healthy: field(z.enum(['True', 'False']), 'Its status while all is well.', 'True'),
  })
  .readonly();

/** Shortest time that logs and traces stay. Unit: seconds. Loki deletes what is older than a day at the earliest. */
const SHORTEST = 86_400;
const kept = (of: string, longest: string, disk: string) => ({
  retention: field(
    duration.prefault(longest as '14d').refine((seconds) => seconds >= SHORTEST, 'expected a day or more'),
    `How long ${of} of every team stay; what is older is deleted. At least 1d.`,
    longest,
  ),
  storage: field(
    size.prefault(disk as '50Gi'),
    `Disk of each server. With \`store\`: for ${of} that are not in it yet; without: for all of them.`,
    disk,
  ),
});

const logs = z.strictObject(kept('logs', '14d', '50Gi')).readonly();
const traces = z.strictObject(kept('traces', '3d', '50Gi')).readonly();

const store = z
  .strictObject({
    bucket: field(
      z
        .string()
        .regex(
          /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
          'expected the name of a bucket: 3 to 63 lower-case letters, digits, dots and dashes',
        ),
      'Name of the bucket. Nothing else may lie in it.',
      'atlas-telemetry',
    ),
    region: field(text(40), 'Region of the bucket, as the store’s signatures name it.', 'eu-west-1'),
    endpoint: field(
      z
        .url({ protocol: /^https?$/ })
        .max(300)
        .optional(),
      'Address of a store that speaks S3 and is not AWS’ own. Without it: AWS.',
      'https://objects.example.org',
    ),
  })
  .readonly();

/** What the platform shows of itself, and whom it calls. */
export const observability = z
  .strictObject({
    retention: field(
      duration.prefault('35d'),
      'How long figures stay. Objectives look back over 30 days: with less, over as long as there is.',
      '35d',
    ),
    storage: field(
      size.prefault('200Gi'),
      'Disk of each of the two Prometheus servers. A rule of thumb: 2 bytes for each sample, 1 sample a series and half minute.',
      '200Gi',
    ),
    receivers: field(
      z.array(receiver).max(20).readonly().default([]),
      'Who is told of alerts. Without one they only stand in Alertmanager.',
      [{ kind: 'pagerduty', name: 'on-call', severities: ['page'] }],
    ),
    runbooks: field(
      httpsUrl.optional(),
      'Where the pages lie that alerts point to. Without it: their folder in Plinth’s repository, as a path.',
      'https://git.example.org/platform/plinth/docs/runbooks',
    ),
    viewers: field(
      z.enum(['admins', 'teams', 'own']).default('admins'),
      'Who sees dashboards. `admins`: those who run the platform. `teams`: everybody in a team as well, and everybody sees every team’s. `own`: each team has a Grafana of its own, with its page, figures, logs and traces and nobody else’s.',
      'admins',
    ),
    faults: field(
      z.array(fault).max(32).readonly().optional(),
      'Conditions of nodes by which a faulty accelerator is known: such a node loses its pods and gets no new ones. Without it those that the place sets by itself (AWS, Azure); an empty list: none.',
      [{ type: 'AcceleratedHardwareReady', healthy: 'True' }],
    ),
    logs: field(
      logs.optional(),
      'Logs of all pods, each team’s apart (Loki). Without it nothing collects them. `{}` takes the defaults.',
      { retention: '14d', storage: '50Gi' },
    ),
    traces: field(
      traces.optional(),
      'Traces that programs send by OTLP, each team’s apart (Tempo). Without it nobody takes them. `{}` takes the defaults.',
      { retention: '3d', storage: '50Gi' },
    ),
    store: field(
      store.optional(),
      'Bucket for logs and traces; its keys are the Secret `telemetry-store` in `telemetry`. Without it they lie on one disk of one server each.',
      { bucket: 'atlas-telemetry', region: 'eu-west-1' },
    ),
    costs: field(
      z.boolean().default(true),
      'Whether OpenCost says what each namespace costs, at the prices of the catalogue.',
      true,
    ),
  })
  .readonly();

/** What the platform shows of itself, and whom it calls. */
export type ObservabilitySpec = z.output<typeof observability>;

/** A condition of a node by which a faulty accelerator is known. */
export type FaultCondition = z.output<typeof fault>;

/** Somebody who is told of alerts. */
export type AlertReceiver = z.output<typeof receiver>;
