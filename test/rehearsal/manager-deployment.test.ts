import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { managerDeployments } from '../../rehearsal/manager-deployment.ts';

const labels = { 'app.kubernetes.io/name': 'kueue', component: 'manager' };

function deployment(container: object): KubernetesObject {
  const volumes = [{ name: 'config', configMap: { name: 'kueue-config' } }];
  const spec = { serviceAccountName: 'kueue', containers: [container], volumes };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'kueue', namespace: 'queues' },
    spec: { template: { metadata: { labels }, spec } },
  };
}

function service(name: string, selector: object, namespace = 'queues'): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector } };
}

const CONFIG_MAP: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kueue-config', namespace: 'queues' },
  data: { 'manager.yaml': 'kind: Configuration\nwebhook:\n  port: 9443\n' },
};

describe('Finding the Deployments of a controller', () => {
  test.each([
    [
      'mounted as a single file',
      { name: 'config', mountPath: '/manager.yaml', subPath: 'manager.yaml' },
      '/manager.yaml',
    ],
    ['mounted as a folder', { name: 'config', mountPath: '/etc/kueue' }, '/etc/kueue/manager.yaml'],
  ])('reads the configuration that is %s', (_, mount, path) => {
    const given = deployment({ args: [`--config=${path}`, '--zap-log-level=2'], volumeMounts: [mount] });
    const [found] = managerDeployments([given, CONFIG_MAP], ['kueue']);
    expect(found?.config).toEqual({ kind: 'Configuration', webhook: { port: 9443 } });
    expect(found).toMatchObject({ name: 'kueue', namespace: 'queues', serviceAccount: 'kueue' });
  });

  test('takes plain environment variables and leaves references out', () => {
    const env = [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'POD_IP', valueFrom: {} },
    ];
    const [found] = managerDeployments([deployment({ args: [], env })], ['kueue']);
    expect(found?.env).toEqual({ LOG_LEVEL: 'info' });
    expect(found?.config).toBeUndefined();
  });

  test('knows which Services lead to its pods', () => {
    const objects = [
      deployment({ args: [] }),
      service('webhook', { 'app.kubernetes.io/name': 'kueue' }),
      service('other-component', { 'app.kubernetes.io/name': 'kueue', component: 'dashboard' }),
      service('other-namespace', { 'app.kubernetes.io/name': 'kueue' }, 'elsewhere'),
      service('without-selector', {}),
    ];
    expect(managerDeployments(objects, ['kueue'])[0]?.services).toEqual(['webhook']);
  });

  test('ignores the Deployments of others', () => {
    expect(managerDeployments([deployment({ args: [] })], ['jobset'])).toEqual([]);
  });
});
