import type { Construct } from 'constructs';
import { WaveChart } from '../core/index.ts';
import { Endpoint } from './endpoint.ts';
import type { EndpointProps } from './endpoint-props.ts';

/**
 * Everything that one endpoint needs in the cluster, as a chart of its own: what a release writes beside its document.
 *
 * Pure: the same props always give the same objects.
 *
 * @throws {PlatformError} `ENDPOINT_…` if the revisions contradict each other.
 */
export function endpointChart(scope: Construct, props: EndpointProps): WaveChart {
  const { endpoint, place } = props;
  const chart = new WaveChart(scope, `endpoint-${endpoint.team}-${endpoint.name}`, {
    wave: 'tenants',
    room: 'serving',
    platform: place.platform,
    team: endpoint.team,
    labels: place.labels,
  });
  new Endpoint(chart, endpoint.name, props);
  return chart;
}
