import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aiGateway } from '../../rehearsal/controllers/ai-gateway.ts';
import { cloudnativePg } from '../../rehearsal/controllers/cloudnative-pg.ts';
import type { ControllerSite } from '../../rehearsal/controllers/controller.ts';
import { envoyGateway } from '../../rehearsal/controllers/envoy-gateway.ts';
import { keda } from '../../rehearsal/controllers/keda.ts';
import { kserve, kserveLlmisvc } from '../../rehearsal/controllers/kserve.ts';
import { ENVOY_GATEWAY_CHANGES } from '../../rehearsal/envoy-gateway-sources.ts';
import { controllerSite } from './controller-site.ts';

describe.each([
  ['KServe', kserve],
  ['KServe for language models', kserveLlmisvc],
])('%s', (_, definition) => {
  const run = definition.run(
    controllerSite(definition, { args: ['--metrics-addr=127.0.0.1:8080', '--leader-elect', '--zap=2'] }),
  );

  test('keeps its flags but those of a pod', () => {
    expect(run.args).toEqual([
      '--zap=2',
      '--metrics-addr=127.0.0.1:1002',
      '--health-probe-addr=127.0.0.1:1003',
      '--webhook-port=1001',
    ]);
  });

  test('is told its namespace, which a pod knows from its own object', () => {
    expect(run.env).toEqual({ POD_NAMESPACE: 'system' });
  });

  test('finds the certificate of its webhooks where its library looks', () => {
    expect(Object.keys(run.files)).toEqual([
      'k8s-webhook-server/serving-certs/tls.crt',
      'k8s-webhook-server/serving-certs/tls.key',
    ]);
  });
});

describe('CloudNativePG', () => {
  const args = ['controller', '--leader-elect', '--max-concurrent-reconciles=10', '--webhook-port=9443'];
  const run = cloudnativePg.run(controllerSite(cloudnativePg, { args }));

  test('is given its certificate and says at its webhooks that it is ready', () => {
    expect(run.args).toEqual([
      'controller',
      '--max-concurrent-reconciles=10',
      '--metrics-bind-address=127.0.0.1:1002',
      '--webhook-port=1001',
    ]);
    expect(run.env).toEqual({ OPERATOR_NAMESPACE: 'system', WEBHOOK_CERT_DIR: '/state/manager/webhook' });
    expect(Object.keys(run.files)).toEqual([
      'webhook/apiserver.crt',
      'webhook/apiserver.key',
      'operator/manager_amd64',
      'operator/manager_arm64',
    ]);
    expect(run.readyAt).toBe('webhook');
  });
});

describe('Envoy AI Gateway', () => {
  test('keeps its flags but those of a pod, whose names have capital letters', () => {
    const args = ['-logLevel=info', '--webhookPort=9443', '--tlsCertDir=/certs', '--enableLeaderElection=true'];
    const run = aiGateway.run(controllerSite(aiGateway, { args }));
    expect(run.args).toEqual([
      '-logLevel=info',
      '--port=127.0.0.1:1003',
      '--webhookPort=1001',
      '--tlsCertDir=/state/manager/k8s-webhook-server/serving-certs',
      '--enableLeaderElection=false',
    ]);
    expect(run.env).toEqual({ POD_NAMESPACE: 'system', DISABLE_PPROF: 'true' });
  });
});

describe('KEDA', () => {
  test('is given its certificates instead of turning them over, and serves on ports of its own', () => {
    const run = keda.run(
      controllerSite(keda, { args: ['--leader-elect', '--zap-log-level=info', '--enable-cert-rotation=true'] }),
    );
    expect(run.args).toEqual([
      '--zap-log-level=info',
      '--metrics-bind-address=127.0.0.1:1002',
      '--health-probe-bind-address=127.0.0.1:1003',
      '--metrics-service-bind-address=127.0.0.1:1001',
      '--cert-dir=/state/manager/certs',
      '--enable-cert-rotation=false',
    ]);
    expect(Object.keys(run.files)).toEqual(['certs/ca.crt', 'certs/tls.crt', 'certs/tls.key']);
  });
});

describe('Envoy Gateway', () => {
  const config = {
    gateway: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    provider: { type: 'Kubernetes', kubernetes: { shutdownManager: { image: 'gateway:1' } } },
  };
  const at = controllerSite(envoyGateway, { args: ['server', '--config-path=/config/envoy-gateway.yaml'], config });
  const run = envoyGateway.run(at);
  const local = JSON.parse(run.files['config.json'] ?? '{}');

  test('keeps its configuration, without leader election and with ports of its own', () => {
    expect(run.args).toEqual(['server', '--config-path=/state/manager/config.json']);
    expect(local.gateway).toEqual(config.gateway);
    expect(local.provider.kubernetes).toEqual({
      shutdownManager: { image: 'gateway:1' },
      leaderElection: { disable: true },
    });
    expect(local.admin.address).toEqual({ host: '127.0.0.1', port: 1002 });
    expect(run.env).toMatchObject({ PLINTH_HEALTH_ADDRESS: '127.0.0.1:1003', PLINTH_WEBHOOK_PORT: '1001' });
  });

  test('calls its extension where it runs, and does without one that does not', () => {
    const fqdn = { hostname: 'webhook.system.svc.cluster.local', port: 1063 };
    const extended = { ...config, extensionManager: { backendResources: ['pools'], service: { fqdn } } };
    const asked = (neighbours: readonly ControllerSite[]) => {
      const { files } = envoyGateway.run(controllerSite(envoyGateway, { config: extended }), neighbours);
      return JSON.parse(files['config.json'] ?? '{}').extensionManager;
    };
    expect(asked([controllerSite(aiGateway)])).toEqual({
      backendResources: ['pools'],
      service: { ip: { address: '127.0.0.1', port: 1003 } },
    });
    expect(asked([])).toBeUndefined();
  });

  test('has the Secrets that its certificate job would have made, signed by one authority', () => {
    const named = new Map(run.objects?.map((object) => [object.metadata.name, object]));
    expect([...named.keys()]).toEqual(['envoy-gateway', 'envoy', 'envoy-rate-limit', 'envoy-oidc-hmac']);
    const authority = new X509Certificate(at.authority.certificate);
    for (const name of ['envoy-gateway', 'envoy', 'envoy-rate-limit']) {
      const { 'tls.crt': certificate = '' } = (named.get(name)?.stringData ?? {}) as Record<string, string>;
      expect(new X509Certificate(certificate).verify(authority.publicKey), name).toBe(true);
    }
  });

  test('is built to listen on the loopback interface only, and to read below its own folder', () => {
    for (const { file, to } of ENVOY_GATEWAY_CHANGES) {
      expect(to, file).not.toMatch(/0\.0\.0\.0|"\/(?:certs|var)/);
    }
  });
});
