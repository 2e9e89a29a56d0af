import type { SourceChange } from './source-change.ts';

const MAIN = 'cmd/controller/main.go';

/**
 * Envoy AI Gateway holds the ports of its metrics and of its rate limits as constants, and ends if the registration of its
 * webhook is not there when it starts. Here it listens on 127.0.0.1 only, has no metrics, and is registered once it runs.
 */
export const AI_GATEWAY_CHANGES: readonly SourceChange[] = [
  {
    file: MAIN,
    from: '\t"sigs.k8s.io/controller-runtime/pkg/webhook"\n',
    to: '\tmetricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"\n\t"sigs.k8s.io/controller-runtime/pkg/webhook"\n',
  },
  {
    file: MAIN,
    from: 'LeaderElectionID: "envoy-ai-gateway-controller",',
    to: 'LeaderElectionID: "envoy-ai-gateway-controller",\n\t\tMetrics: metricsserver.Options{BindAddress: "0"},',
  },
  { file: MAIN, from: 'Port:     parsedFlags.webhookPort,', to: 'Port: parsedFlags.webhookPort, Host: "127.0.0.1",' },
  {
    file: MAIN,
    from: 'if err = maybePatchAdmissionWebhook(ctx, cli,',
    to: 'if err = func(context.Context, client.Client, string) error { return nil }(ctx, cli,',
  },
  {
    file: 'internal/ratelimit/runner/runner.go',
    from: 'net.JoinHostPort("0.0.0.0", strconv.Itoa(r.port))',
    to: 'net.JoinHostPort("127.0.0.1", strconv.Itoa(0*r.port))',
  },
];
