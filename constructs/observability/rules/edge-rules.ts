import { run } from './proof.ts';
import type { Alert, RuleGroup } from './rule.ts';
import type { Slo } from './slo.ts';

const STATUS = '`plinth edge status FILE --out DIR --hub URL`: every site, what it has and what holds it up.';
const site = (name: string, values: string, more = '') => ({
  [`plinth_edge_${name}{site="plant-7"${more}}`]: values,
});
const up = (values: readonly string[]) =>
  Object.fromEntries(
    values.map((each, index) => [`plinth_edge_site_up{site="plant-${index}",ring="canary"}`, each] as const),
  );

const CONFIG_INVALID: Alert = {
  name: 'EdgeConfigInvalid',
  expr: 'min(plinth_edge_config_valid) == 0',
  for: '10m',
  severity: 'page',
  summary: 'The hub of the edge cannot read its configuration',
  description: 'It has kept its last good one for 10 minutes: nothing that was committed since reaches a site.',
  runbook: {
    means: 'Rollouts, rollbacks and identities that were taken away do not take effect.',
    look: [{ what: 'Whether it is so now.', query: 'plinth_edge_config_valid' }],
    act: [
      'Its status says what is wrong: `kubectl -n plinth-edge port-forward deployment/edge-hub 9090`, then `/v1/status`.',
      'Began with a commit? Revert it. Edited by hand? `plinth synth FILE --out DIR` writes it anew.',
    ],
    ignore: 'Never: a stolen identity may be open meanwhile.',
  },
  fires: run(30, { plinth_edge_config_valid: '1x5 0x25' }),
  silent: run(30, { plinth_edge_config_valid: '1x5 0x5 1x20' }),
};

const RING_OFFLINE: Alert = {
  name: 'EdgeRingOffline',
  expr: 'avg by (ring) (plinth_edge_site_up) < 0.5',
  for: '30m',
  severity: 'page',
  summary: 'Most sites of ring {{ $labels.ring }} are out of reach',
  description: 'Only {{ $value | humanizePercentage }} of its sites have been heard of for half an hour. Bound 50 %.',
  runbook: {
    means:
      'So many links do not break at once: it is on the platform’s side. Sites go on with the models that they have.',
    look: [
      { what: 'Each site.', query: 'plinth_edge_site_last_seen_seconds' },
      { what: 'Identities that were refused.', query: 'increase(plinth_edge_refused_identities_total[1h])' },
    ],
    act: [
      'The way in: the gateway, its address, its DNS record, `kubectl get tlsroute -n plinth-gateway`.',
      'The hub: `kubectl get pods -n plinth-edge`, and its certificate `edge-hub-tls`.',
    ],
    ignore: 'Sites that are shut together at night: give them an `offlineAfter` that is longer.',
  },
  fires: run(60, up(['0x60', '0x60', '1x60'])),
  silent: run(60, up(['0x60', '1x60'])),
};

const SITE_OFFLINE: Alert = {
  name: 'EdgeSiteOffline',
  expr: 'min by (site) (plinth_edge_site_up) == 0',
  for: '1d',
  severity: 'ticket',
  summary: 'Site {{ $labels.site }} is out of reach',
  description: '{{ $labels.site }} has not been heard of for a day.',
  runbook: {
    means: 'It goes on with the models that it has, and gets no new one.',
    look: [{ what: 'Since when. Unit: seconds.', query: 'plinth_edge_site_last_seen_seconds{site="$site"}' }],
    act: [
      'Its link, its power: ask whoever is there.',
      'At the site: `kubectl -n plinth-edge logs deployment/plinth-edge-agent`.',
      'Its certificate may be over: see EdgeIdentityExpires.',
    ],
    ignore: 'A site that is out of reach by plan; up to thirty days do it no harm.',
  },
  fires: run(1_500, site('site_up', '0x1500', ',ring="canary"')),
  silent: run(1_500, site('site_up', '0x800 1x1 0x699', ',ring="canary"')),
};

const SITE_BEHIND: Alert = {
  name: 'EdgeSiteBehind',
  expr: 'max by (site, workload) (plinth_edge_site_lag_seconds) > 604800 and on (site) max by (site) (plinth_edge_site_up) == 1',
  for: '1h',
  severity: 'ticket',
  summary: 'Site {{ $labels.site }} has not got the model of {{ $labels.workload }} for a week',
  description:
    'For {{ $value | humanizeDuration }} it has been meant to have another one, and it is in reach. Bound 7 days.',
  runbook: {
    means: 'Its link, its windows or its disk are too small for the model.',
    look: [
      {
        what: 'How much has come.',
        query: 'plinth_edge_site_fetched_bytes{site="$site"} / plinth_edge_site_target_bytes',
      },
      {
        what: 'How often its link breaks, an hour.',
        query: 'rate(plinth_edge_site_link_cuts_total{site="$site"}[6h]) * 3600',
      },
    ],
    act: [
      STATUS,
      '`plinth validate FILE`: EDGE_MODEL_LATE has the arithmetic; the spec may say more than the link gives.',
      'Raise its cap, open its windows, or bring the model there by hand.',
    ],
    ignore: 'A site whose model is meant to take that long: `model.within` says so.',
  },
  fires: run(120, {
    ...site('site_lag_seconds', '700000x120', ',workload="defects"'),
    ...site('site_up', '1x120', ',ring="canary"'),
  }),
  silent: run(120, {
    ...site('site_lag_seconds', '500000x120', ',workload="defects"'),
    ...site('site_up', '1x120', ',ring="canary"'),
  }),
  more: [
    {
      ...run(120, {
        ...site('site_lag_seconds', '700000x120', ',workload="defects"'),
        ...site('site_up', '0x120', ',ring="canary"'),
      }),
      fires: false,
    },
  ],
};

const outcome = (word: string, values: string) => site('site_outcome', values, `,workload="defects",outcome="${word}"`);

const SITE_BLOCKED: Alert = {
  name: 'EdgeSiteBlocked',
  expr: 'max by (site, workload) (plinth_edge_site_outcome{outcome="blocked"}) == 1',
  for: '2h',
  severity: 'ticket',
  summary: 'Site {{ $labels.site }} cannot take the model of {{ $labels.workload }}',
  description: 'For two hours its disk, its store or its engine has been in the way.',
  runbook: {
    means: 'Its ring waits for it.',
    look: [
      {
        what: 'Part of its disk that is used.',
        query: 'plinth_edge_site_disk_used_bytes{site="$site"} / plinth_edge_site_disk_budget_bytes',
      },
      { what: 'Pieces that came broken.', query: 'increase(plinth_edge_site_corrupt_chunks_total{site="$site"}[1d])' },
    ],
    act: [STATUS, 'A full disk: something else than models fills it. A piece that is missing: copy the store again.'],
    ignore: 'Never for long: the ring waits.',
  },
  fires: run(180, outcome('blocked', '1x180')),
  silent: run(180, outcome('blocked', '1x60 0x120')),
};

/** A phase, not the counter: a counter that begins with 1 has no increase, and the hub's begin so. */
const takenBack = (offset: string) =>
  `max by (workload, rollout) (plinth_edge_rollout_phase{phase="rolled-back"}${offset}) == 1`;
const phase = (values: string) => ({
  'plinth_edge_rollout_phase{workload="defects",rollout="2",phase="rolled-back"}': values,
});

const ROLLED_BACK: Alert = {
  name: 'EdgeRolloutTakenBack',
  expr: `${takenBack('')} unless ${takenBack(' offset 1d')}`,
  for: '1m',
  severity: 'ticket',
  summary: 'The hub took back a model of {{ $labels.workload }}',
  description:
    'Rollout {{ $labels.rollout }}, within the last day: more sites failed than the budget of their ring allows.',
  runbook: {
    means: 'Sites return to the model before, those out of reach as soon as they are back. Later rings never had it.',
    look: [
      { what: 'What became of the sites.', query: 'plinth_edge_rollout_sites{workload="$workload"}' },
      { what: 'Sites that failed.', query: 'plinth_edge_site_outcome{workload="$workload",outcome="failed"} == 1' },
    ],
    act: [
      STATUS,
      'Failed by signature or digest: look who made it. Failed by health: the server’s log at one of the sites.',
      'Make it so in Git too: `plinth edge rollback FILE WORKLOAD --out DIR`; or mend the cause, then `plinth edge retry`.',
    ],
    ignore: 'Never: the model is not at the sites.',
  },
  fires: run(30, phase('_x10 1x20')),
  silent: run(1_500, phase('1x1500')),
};

const IDENTITY_EXPIRES: Alert = {
  name: 'EdgeIdentityExpires',
  expr: 'min by (site) (plinth_edge_site_identity_expiry_seconds) < 3888000',
  for: '1h',
  severity: 'ticket',
  summary: 'The identity of site {{ $labels.site }} ends soon',
  description: 'Its certificate lasts {{ $value | humanizeDuration }} more. Bound 45 days.',
  runbook: {
    means: 'After that it gets no models and its state is not known; what runs there goes on.',
    look: [{ what: 'Time left. Unit: seconds.', query: 'plinth_edge_site_identity_expiry_seconds{site="$site"}' }],
    act: [
      'The new one is there already: Secret `site-$site` in `plinth-edge` of the platform.',
      'Copy it to the site as Secret `plinth-edge-identity`; the agent reads it by itself (constructs/edge/README.md).',
    ],
    ignore: 'A site that is given up before.',
  },
  fires: run(120, site('site_identity_expiry_seconds', '3000000x120')),
  silent: run(120, site('site_identity_expiry_seconds', '4000000x120')),
};

/** A difference, not an increase: the first call of all counts too. */
const refused = (offset: string) => `sum(plinth_edge_refused_identities_total{reason="revoked"}${offset})`;

const IDENTITY_REFUSED: Alert = {
  name: 'EdgeIdentityRefused',
  expr: `${refused('')} - (${refused(' offset 1h')} or ${refused('')} * 0) > 0`,
  for: '1m',
  severity: 'ticket',
  summary: 'Somebody calls the hub with an identity that was taken away',
  description: '{{ $value | humanize }} calls in an hour; each was refused.',
  runbook: {
    means: 'A stolen or lost machine is on. It learned nothing and changed nothing.',
    look: [{ what: 'Calls by reason.', query: 'sum by (reason) (increase(plinth_edge_refused_identities_total[1h]))' }],
    act: ['The hub’s log names the site and the address.', 'Tell whoever looks for the machine.'],
    ignore: 'A site that you took away yourself and that is still on.',
  },
  fires: run(30, { 'plinth_edge_refused_identities_total{reason="revoked"}': '_x10 1x20' }),
  silent: run(120, {
    'plinth_edge_refused_identities_total{reason="revoked"}': '5x120',
    'plinth_edge_refused_identities_total{reason="unknown"}': '0+2x120',
  }),
};

const CLOCK_WRONG: Alert = {
  name: 'EdgeClockWrong',
  expr: 'max by (site) (abs(plinth_edge_site_clock_skew_seconds)) > 300',
  for: '30m',
  severity: 'ticket',
  summary: 'The clock of site {{ $labels.site }} is wrong',
  description: 'By {{ $value | humanizeDuration }}. Bound 5 minutes.',
  runbook: {
    means: 'Windows open at the wrong time there, and times in its logs mislead. No model is activated for it.',
    look: [{ what: 'By how much. Unit: seconds.', query: 'plinth_edge_site_clock_skew_seconds{site="$site"}' }],
    act: ['At the site: its time server, its battery.'],
    ignore: 'The first minutes after a loss of power.',
  },
  fires: run(60, site('site_clock_skew_seconds', '-900x60')),
  silent: run(60, site('site_clock_skew_seconds', '200x60')),
};

/** Rules of the edge. */
export const EDGE_GROUP: RuleGroup = {
  name: 'plinth.edge',
  room: 'edge',
  interval: '1m',
  records: [],
  alerts: [
    ...[CONFIG_INVALID, RING_OFFLINE, SITE_OFFLINE, SITE_BEHIND, SITE_BLOCKED],
    ...[ROLLED_BACK, IDENTITY_EXPIRES, IDENTITY_REFUSED, CLOCK_WRONG],
  ],
};

const lag = (values: string) => [{ series: 'plinth_edge_site_lag_seconds{site="plant-7",workload="defects"}', values }];

/** What is promised about the edge. */
export const EDGE_SLOS: readonly Slo[] = [
  {
    name: 'edge-models',
    alert: 'EdgeModels',
    title: 'Models reach their sites in a week',
    room: 'edge',
    objective: 0.95,
    bad: 'sum(plinth_edge_site_lag_seconds > bool 604800)',
    total: 'count(plinth_edge_site_lag_seconds)',
    runbook: {
      means: 'Many sites do not get the models that they should have.',
      look: [
        { what: 'Which.', query: 'plinth_edge_site_lag_seconds > 604800' },
        { what: 'Which are out of reach.', query: 'plinth_edge_site_up == 0' },
      ],
      act: [STATUS, 'See EdgeSiteBehind, EdgeSiteOffline and EdgeSiteBlocked.'],
      ignore: 'A rollout to sites whose links need longer: `model.within` says so.',
    },
    proof: { failing: lag('700000xN'), healthy: lag('3600xN') },
  },
];
