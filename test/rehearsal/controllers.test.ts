import { describe, expect, test } from 'vitest';
import type { ControllerDefinition, ControllerSite } from '../../rehearsal/controllers/controller.ts';
import { CONTROLLERS } from '../../rehearsal/controllers/index.ts';
import { kueue } from '../../rehearsal/controllers/kueue.ts';
import { sparkOperator } from '../../rehearsal/controllers/spark-operator.ts';
import { trainer } from '../../rehearsal/controllers/trainer.ts';
import { controllerSite } from './controller-site.ts';

/** A manager with arguments and a configuration, as those of batch jobs have them. */
function site(definition: ControllerDefinition, given: Partial<ControllerSite['deployment']> = {}): ControllerSite {
  return controllerSite(definition, {
    args: ['--config=/controller_manager_config.yaml', '--zap-log-level=2'],
    config: {
      clientConnection: { qps: 300 },
      leaderElection: { leaderElect: true, resourceName: 'lock' },
      webhook: { port: 9443 },
    },
    ...given,
  });
}

const MANAGERS = CONTROLLERS.filter(({ engine }) => ['kueue', 'jobset', 'lws', 'trainer'].includes(engine));

function configOf(run: { files: Readonly<Record<string, string>> }): Record<string, Record<string, unknown>> {
  return JSON.parse(run.files['config.json'] ?? '{}');
}

describe.each(MANAGERS.map((definition) => [definition.engine, definition] as const))('%s', (_, definition) => {
  const run = definition.run(site(definition));

  test('keeps the settings that users get, client rates among them', () => {
    expect(configOf(run).clientConnection).toEqual({ qps: 300 });
    expect(configOf(run).leaderElection).toEqual({ leaderElect: false, resourceName: 'lock' });
  });

  test('serves on its own ports of the loopback interface only', () => {
    const config = configOf(run);
    expect(config.webhook).toMatchObject({ host: '127.0.0.1', port: 1001 });
    expect(config.metrics).toMatchObject({ bindAddress: '127.0.0.1:1002' });
    expect(config.health).toMatchObject({ healthProbeBindAddress: '127.0.0.1:1003' });
  });

  test('reads its local configuration and keeps its other flags', () => {
    expect(run.args).toEqual(['--zap-log-level=2', '--config=/state/manager/config.json']);
  });

  test('finds the certificate of its webhooks below its folder for temporary files', () => {
    expect(Object.keys(run.files)).toContain('k8s-webhook-server/serving-certs/tls.crt');
    expect(run.changes).toContain('webhook certificate made by the rehearsal');
  });
});

describe('kueue', () => {
  test('gets its certificate in the Secret that its configuration names', () => {
    const config = { internalCertManagement: { enable: true, webhookSecretName: 'my-cert' } };
    const { objects = [] } = kueue.run(site(kueue, { config }));
    expect(objects[0]).toMatchObject({ kind: 'Secret', metadata: { name: 'my-cert', namespace: 'system' } });
    expect(objects[0]?.stringData).toHaveProperty(['ca.key'], expect.stringContaining('RSA PRIVATE KEY'));
  });

  test('has all gates in one place, those of the flag too', () => {
    const run = kueue.run(
      site(kueue, { args: ['--feature-gates=A=true,B=false'], config: { featureGates: { C: true } } }),
    );
    expect(run.args).toEqual(['--config=/state/manager/config.json']);
    expect(configOf(run).featureGates).toEqual({ A: true, B: false, C: true, VisibilityOnDemand: false });
  });
});

describe('trainer', () => {
  test('is given no certificate folder, a field that it does not know', () => {
    expect(configOf(trainer.run(site(trainer))).webhook).not.toHaveProperty('certDir');
  });
});

describe('the Spark operator', () => {
  test('is two programs in one binary, and only one of them serves webhooks', () => {
    const controller = sparkOperator.run(site(sparkOperator, { args: ['controller', 'start'] }));
    const webhook = sparkOperator.run(
      site(sparkOperator, { args: ['webhook', 'start', '--webhook-secret-name=certs'] }),
    );
    expect(controller.objects).toBeUndefined();
    expect(webhook.objects?.[0]?.metadata).toEqual({ name: 'certs', namespace: 'system' });
    expect(webhook.args).toContain('--webhook-port=1001');
  });
});
