import { Construct } from 'constructs';
import type { EndpointSpec } from '../../spec/serving.ts';
import { durationText } from '../../spec/units.ts';
import type { VerifiedEndpoint, VerifiedRollout } from '../../spec/verification.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { PodMonitor } from '../imports/prometheus-operator.gen.ts';
import { endpointScrapes, FROM_PROMETHEUS, MONITORING_NAMESPACE, podAddress } from '../observability/index.ts';
import { ENDPOINT_LABELS } from '../serving/index.ts';
import { HASH_LABEL, monitorName } from './verified-path.ts';

/** Figures of both revisions of an endpoint, asked for as often as the judge needs. Prometheus is let in already. */
export class EndpointArms extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    release: VerifiedEndpoint,
    { kind, namespaces }: Pick<EndpointSpec, 'kind'> & { readonly namespaces: readonly string[] },
  ) {
    super(scope, id);
    const interval = durationText(release.scrape);
    new PodMonitor(this, 'monitor', {
      metadata: { name: monitorName(release), namespace: MONITORING_NAMESPACE },
      spec: {
        selector: { matchLabels: { [ENDPOINT_LABELS.endpoint]: release.endpoint } },
        namespaceSelector: { matchNames: namespaces },
        podMetricsEndpoints: endpointScrapes(kind).map((scrape) => ({ ...scrape, interval })),
      },
    });
  }
}

/** Figures of both revisions of a Rollout, told apart by the hash that Argo Rollouts gives their pods. */
export class RolloutArms extends Construct {
  public constructor(scope: Construct, id: string, release: VerifiedRollout) {
    super(scope, id);
    const { path, pods, port, scrape, team } = release;
    const selector = { matchLabels: pods };
    new PodMonitor(this, 'monitor', {
      metadata: { name: monitorName(release), namespace: MONITORING_NAMESPACE },
      spec: {
        selector,
        namespaceSelector: { matchNames: [team] },
        podMetricsEndpoints: [
          {
            path,
            interval: durationText(scrape),
            relabelings: [
              podAddress(port),
              { sourceLabels: [`__meta_kubernetes_pod_label_${HASH_LABEL}`], targetLabel: HASH_LABEL },
            ],
          },
        ],
      },
    });
    new NetworkPolicy(this, 'rule', {
      metadata: { name: `allow-metrics-${release.name}`, namespace: team },
      spec: {
        podSelector: selector,
        policyTypes: ['Ingress'],
        ingress: [{ from: [FROM_PROMETHEUS], ports: [{ protocol: 'TCP', port }] }],
      },
    });
  }
}
