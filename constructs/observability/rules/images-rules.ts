import { run } from './proof.ts';
import type { Alert, RuleGroup } from './rule.ts';

const SETTINGS =
  'On that node: containerd is 1.7 or newer, has one `config_path`, and `discard_unpacked_layers = false` (constructs/images/README.md).';
/** Each image is some ten requests, so this is fifty images, and more than nodes that differ in everything would ask for. */
const MANY = 500;

/** Since the agent began: containerd asks nobody else's port, and a first request has no increase. */
const ASKED = 'sum by (node) (http_request_duration_seconds_count{job="image-peers",handler="/v2/*"}) > 0';

const agent = (node: string) =>
  `job="image-peers",namespace="plinth-image-peers",pod="image-peers-${node}",node="${node}"`;
const content = (values: string) => ({
  [`spegel_advertised_content_digests{${agent('a')},registry="ghcr.io"}`]: values,
});
const requests = (values: string, handler = '/v2/*') => ({
  [`http_request_duration_seconds_count{${agent('a')},handler="${handler}",method="GET",code="404"}`]: values,
});

const UNASKED: Alert = {
  name: 'ImagePeersUnasked',
  expr: `sum by (node) (changes(spegel_advertised_content_digests[1d])) > 0 unless ${ASKED}`,
  for: '1h',
  severity: 'ticket',
  summary: 'Node {{ $labels.node }} pulls images past its peers',
  description: 'New images came to it {{ $value | humanize }} times in a day, and its agent was never asked.',
  runbook: {
    means:
      'containerd there does not read the folder of registries. Pods start, by the registry alone: nobody else would notice.',
    look: [
      {
        what: 'Requests by node.',
        query: 'sum by (node) (rate(http_request_duration_seconds_count{job="image-peers",handler="/v2/*"}[1h]))',
      },
      { what: 'Content by node.', query: 'sum by (node) (spegel_advertised_content_digests)' },
    ],
    act: [
      SETTINGS,
      'The agent’s first container says which files it wrote: `kubectl logs -n plinth-image-peers -l app.kubernetes.io/name=image-peers -c configuration`.',
      'A machine made before peers were switched on has the old settings: replace it.',
    ],
    ignore: 'A node that is about to be replaced.',
  },
  fires: run(180, { ...content('3x60 4x120'), ...requests('0x180', '/readyz') }),
  silent: run(180, { ...content('3x60 4x120'), ...requests('_x60 3x120') }),
  more: [{ fires: false, ...run(180, content('4x180')) }],
};

const up = (nodes: readonly string[]) => Object.fromEntries(nodes.map((node) => [`up{${agent(node)}}`, '1x1500']));
const mirror = (cache: string, values: string) => ({
  [`spegel_mirror_requests_total{${agent('a')},registry="ghcr.io",cache="${cache}"}`]: values,
});

const USELESS: Alert = {
  name: 'ImagePeersGiveNothing',
  expr: `(sum(increase(spegel_mirror_requests_total{cache="miss"}[1d])) > ${MANY} unless sum(spegel_mirror_requests_total{cache="hit"}) > 0) and on () count(up{job="image-peers"} == 1) > 2`,
  for: '1h',
  severity: 'ticket',
  summary: 'No node has ever got an image from another',
  description: 'Peers were asked {{ $value | humanize }} times in a day and had nothing. Bound 500.',
  runbook: {
    means: 'Nodes ask one another in vain: layers are thrown away after use, or agents do not reach one another.',
    look: [
      { what: 'What agents tell of, by node.', query: 'sum by (node) (spegel_advertised_content_digests)' },
      { what: 'Answers.', query: 'sum by (cache, registry) (increase(spegel_mirror_requests_total[1d]))' },
    ],
    act: [
      `Nothing told of: layers are thrown away. ${SETTINGS}`,
      'Something told of: agents do not reach port 5000 or 5001 of one another; look at the network plugin’s drops.',
    ],
    ignore: 'Pools whose nodes run nothing in common.',
  },
  fires: run(1_500, { ...up(['a', 'b', 'c']), ...mirror('miss', '0+1x1500') }),
  silent: run(1_500, { ...up(['a', 'b', 'c']), ...mirror('miss', '0+1x1500'), ...mirror('hit', '_x60 1x1440') }),
  more: [
    { fires: false, ...run(1_500, { ...up(['a', 'b']), ...mirror('miss', '0+1x1500') }) },
    { fires: false, ...run(1_500, { ...up(['a', 'b', 'c']), ...mirror('miss', '0+0.2x1500') }) },
  ],
};

/** Rules of the room. */
export const IMAGES_GROUP: RuleGroup = {
  name: 'plinth.images',
  room: 'images',
  interval: '1m',
  records: [],
  alerts: [UNASKED, USELESS],
};
