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
      z.enum(['admins', 'teams']).default('admins'),
      'Who sees the dashboards: those who run the platform, or everybody in a team as well. Figures are not kept apart: who sees one team’s sees all.',
      'admins',
    ),
    faults: field(
      z.array(fault).max(32).readonly().optional(),
      'Conditions of nodes by which a faulty accelerator is known: such a node loses its pods and gets no new ones. Without it those that the place sets by itself (AWS, Azure); an empty list: none.',
      [{ type: 'AcceleratedHardwareReady', healthy: 'True' }],
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
