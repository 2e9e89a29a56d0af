import type { SourceChange } from './source-change.ts';

/** Environment variables that the rehearsed Envoy Gateway reads in the place of constants of its sources. */
export const ENVOY_GATEWAY_ENV = {
  health: 'PLINTH_HEALTH_ADDRESS',
  webhookPort: 'PLINTH_WEBHOOK_PORT',
} as const;

/** Folder with its certificates, below the folder that it runs in; below `/` in its container. */
export const ENVOY_GATEWAY_CERTIFICATES = 'certs';

const PROVIDER = 'internal/provider/kubernetes/kubernetes.go';
const XDS = 'internal/xds/runner/runner.go';
const TRANSLATOR = 'internal/gatewayapi/runner/runner.go';
const RATE_LIMIT = 'internal/globalratelimit/runner/runner.go';

/**
 * Envoy Gateway holds ports, `/certs` and `/var/lib/eg` as constants: it expects a container of its own. As a process it
 * takes its ports from the environment or from the system, listens on 127.0.0.1 only, and reads below its own folder.
 */
export const ENVOY_GATEWAY_CHANGES: readonly SourceChange[] = [
  { file: PROVIDER, from: '\t"net/http"\n', to: '\t"net/http"\n\t"os"\n\t"strconv"\n' },
  {
    file: PROVIDER,
    from: 'healthProbeBindAddress = ":8081"',
    to: `healthProbeBindAddress = os.Getenv("${ENVOY_GATEWAY_ENV.health}")`,
  },
  { file: PROVIDER, from: 'webhookTLSCertDir = "/certs"', to: 'webhookTLSCertDir = "certs"' },
  {
    file: PROVIDER,
    from: 'Port:     webhookTLSPort,',
    to: `Host: "127.0.0.1",
			Port: func() int { port, _ := strconv.Atoi(os.Getenv("${ENVOY_GATEWAY_ENV.webhookPort}")); return port }(),`,
  },
  { file: XDS, from: 'XdsServerAddress = "0.0.0.0"', to: 'XdsServerAddress = "127.0.0.1"' },
  {
    file: XDS,
    from: 'strconv.Itoa(bootstrap.DefaultXdsServerPort)',
    to: 'strconv.Itoa(0 * bootstrap.DefaultXdsServerPort)',
  },
  ...certificates(XDS, 'xdsTLSCertFilepath', 'xdsTLSKeyFilepath', 'xdsTLSCaFilepath'),
  ...certificates(TRANSLATOR, 'serveTLSCertFilepath', 'serveTLSKeyFilepath ', 'serveTLSCaFilepath  '),
  { file: TRANSLATOR, from: '"/var/lib/eg/wasm"', to: '"wasm"' },
  { file: 'internal/wasm/httpserver.go', from: 'fmt.Sprintf(":%d", serverPort),', to: '"127.0.0.1:0",' },
  {
    file: RATE_LIMIT,
    from: 'XdsGrpcSotwConfigServerAddress = "0.0.0.0"',
    to: 'XdsGrpcSotwConfigServerAddress = "127.0.0.1"',
  },
  {
    file: RATE_LIMIT,
    from: 'strconv.Itoa(ratelimit.XdsGrpcSotwConfigServerPort)',
    to: 'strconv.Itoa(0 * ratelimit.XdsGrpcSotwConfigServerPort)',
  },
  ...certificates(RATE_LIMIT, 'rateLimitTLSCertFilepath', 'rateLimitTLSKeyFilepath', 'rateLimitTLSCACertFilepath'),
];

function certificates(file: string, certificate: string, key: string, authority: string): SourceChange[] {
  const pairs = [
    [certificate, 'tls.crt'],
    [key, 'tls.key'],
    [authority, 'ca.crt'],
  ];
  return pairs.map(([constant, name]) => ({
    file,
    from: `${constant} = "/certs/${name}"`,
    to: `${constant} = "${ENVOY_GATEWAY_CERTIFICATES}/${name}"`,
  }));
}
