import { z } from 'zod';
import { cidr, dnsLabel, field, text } from './field.ts';
import { size } from './units.ts';

/** Most accelerators one quota may name. Unit: accelerators. Guards against typing millicores or gibibytes. */
const MOST = 100_000;
const amount = z.int().min(0).max(MOST);

const quota = z
  .strictObject({
    guaranteed: field(
      amount.default(0),
      'Kept for this team even when the pool is full. Unit: accelerators of the pool (partitions or shares where it is divided, vCPUs where it has none).',
      64,
    ),
    borrowable: field(
      amount.default(0),
      'Idle capacity of others that this team may take on top. Same unit. 0 means none; there is no “unlimited”.',
      64,
    ),
    reclaimable: field(
      amount.optional(),
      'Part of the guarantee that others may use while it idles, taken back by preemption as soon as this team needs it. Same unit. Without it: the whole guarantee.',
      32,
    ),
    scheduling: field(
      z.enum(['gang', 'single']).optional(),
      'How jobs start on it: `gang` (all pods of a job together or none) or `single` (pod by pod). Without it: `gang` on whole devices and partitions, `single` on shared ones.',
      'gang',
    ),
  })
  .readonly();

const egress = z
  .strictObject({
    to: field(cidr, 'Network that the team’s pods may reach.', '203.0.113.0/24'),
    ports: field(
      z.array(z.int().min(1).max(65_535)).min(1).max(20).readonly().default([443]),
      'TCP ports. Range 1–65,535.',
      [443],
    ),
    because: field(text(200), 'Why, for the reviewer.', 'licence server of the simulator'),
  })
  .readonly();

/** People who share quota, data and a budget; the unit of isolation. */
export const team = z
  .strictObject({
    name: field(
      dnsLabel(40),
      'Name of the team, and of its namespace. At most 40 characters, because `-fabric` and object names are added to it.',
      'vision',
    ),
    department: field(
      dnsLabel(40).optional(),
      'Department it belongs to, one of `queueing.departments`. Without it: directly under the platform.',
      'research',
    ),
    groups: field(
      z.array(text(200)).min(1).max(20).readonly(),
      'Groups of the identity provider whose members may work in the team’s namespaces.',
      ['oidc:vision'],
    ),
    viewers: field(
      z.array(text(200)).max(20).readonly().default([]),
      'Groups whose members may look, but not change anything or read secrets.',
      ['oidc:audit'],
    ),
    quota: field(
      z.record(dnsLabel(30), quota),
      'Per pool: what the team is entitled to. A pool that is not named here is closed to it.',
      { 'train-h100': { guaranteed: 64, borrowable: 64 } },
    ),
    weight: field(
      z.number().min(0.1).max(100).default(1),
      'Share of idle capacity compared with other teams. Range 0.1–100.',
      2,
    ),
    budget: field(
      z
        .strictObject({ usdPerMonth: field(z.number().positive().max(1e9), 'Unit: US dollars per month.', 120_000) })
        .readonly()
        .optional(),
      'What the team may cost. Without it there is no limit.',
      { usdPerMonth: 120_000 },
    ),
    sandbox: field(
      z.enum(['none', 'gvisor', 'kata']).default('none'),
      'RuntimeClass that every pod of the team must use, for code that nobody reviewed.',
      'none',
    ),
    fabric: field(
      z.enum(['none', 'allowed']).default('none'),
      'Whether the team may run jobs that use RDMA devices; they run in a namespace of their own, `<team>-fabric`.',
      'allowed',
    ),
    limits: field(
      z
        .strictObject({
          pods: field(z.int().min(1).max(3_000).default(500), 'Pods at once. Range 1–3,000.', 500),
          storage: field(size.prefault('10Ti'), 'Volumes in all.', '10Ti'),
        })
        .readonly()
        .prefault({}),
      'Bounds of its namespace.',
      { pods: 500 },
    ),
    egress: field(
      z.array(egress).max(50).readonly().default([]),
      'Networks outside the platform that its pods may reach. Empty: none but what every team needs (DNS, API server, object store).',
      [{ to: '203.0.113.0/24', because: 'licence server' }],
    ),
  })
  .readonly();

/** People who share quota, data and a budget. */
export type TeamSpec = z.output<typeof team>;
