import { describe, expect, test } from 'vitest';
import { type KatibValues, katibValues } from '../../../constructs/training/katib-patches.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { objectOf } from '../../sample.ts';
import { trainingPlatform } from './training-sample.ts';

function valuesOf(input: PlatformInput = trainingPlatform({ frameworks: ['torch', 'katib'] })): KatibValues {
  const { spec } = parsePlatform(input);
  return katibValues(targetFacts(spec));
}

function patchOf(kind: string, name: string, values = valuesOf()) {
  const found = values.patches.find(({ target }) => target.kind === kind && target.name === name);
  return found === undefined ? undefined : JSON.parse(found.patch);
}

function config(values = valuesOf()) {
  return JSON.parse(patchOf('ConfigMap', 'katib-config', values).data['katib-config.yaml']);
}

describe('what is changed of Katib’s folder', () => {
  test.each([
    ['Namespace', 'kubeflow', 'because the platform makes it, restricted'],
    ['Secret', 'katib-mysql-secrets', 'because its password is known to all the world'],
    ['Deployment', 'katib-ui', 'because it lets anybody change any team’s searches'],
    ['Service', 'katib-ui', 'with the page'],
    ['ClusterRoleBinding', 'katib-ui', 'with the page'],
  ])('leaves out the %s %s, %s', (kind, name) => {
    expect(patchOf(kind, name)).toMatchObject({ kind, metadata: { name }, $patch: 'delete' });
  });

  test('keeps Katib’s webhook away from all pods but those of trials', () => {
    expect(patchOf('MutatingWebhookConfiguration', 'katib.kubeflow.org')).toEqual([
      {
        op: 'replace',
        path: '/webhooks/1/namespaceSelector',
        value: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] },
      },
      {
        op: 'add',
        path: '/webhooks/1/objectSelector',
        value: { matchExpressions: [{ key: 'plinth.dev/sweep', operator: 'Exists' }] },
      },
    ]);
  });

  test('lets its helpers run in restricted namespaces, as the team’s account', () => {
    const { init, runtime } = config();
    expect(init.controller).toMatchObject({ injectSecurityContext: true });
    expect(runtime).not.toHaveProperty('earlyStoppings');
    for (const suggestion of runtime.suggestions)
      expect(suggestion).toMatchObject({
        serviceAccountName: 'team',
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
  });

  test('runs images of the version that is installed', () => {
    const images = ({ runtime }: ReturnType<typeof config>): string[] =>
      [...runtime.metricsCollectors, ...runtime.suggestions].map(({ image }: { image: string }) => image);
    expect(images(config()).filter((image) => !image.endsWith(':v0.19.0'))).toEqual([]);
  });

  test('puts its database on the class of volumes that the place names, where it names one', () => {
    const target = {
      kind: 'existing',
      cluster: 'lab',
      networkPolicy: 'cilium',
      storage: { block: 'fast-ssd' },
    } as const;
    const values = valuesOf(trainingPlatform({ frameworks: ['katib'] }, { target }));
    expect(patchOf('PersistentVolumeClaim', 'katib-mysql', values)).toMatchObject({
      spec: { storageClassName: 'fast-ssd' },
    });
    expect(patchOf('PersistentVolumeClaim', 'katib-mysql')).toBeUndefined();
  });
});

describe('the network around Katib', () => {
  const input = trainingPlatform({ frameworks: ['torch', 'katib'] });
  const trials = { matchExpressions: [{ key: 'plinth.dev/sweep', operator: 'Exists' }] };
  const part = (component: string) => ({ matchLabels: { 'katib.kubeflow.org/component': component } });

  test('lets trials report and nothing else, and only the manager reach the database', () => {
    expect(objectOf(input, 'NetworkPolicy', 'allow-measurements', 'kubeflow')['spec']).toMatchObject({
      podSelector: part('db-manager'),
      ingress: [
        {
          from: [
            { podSelector: part('controller') },
            {
              namespaceSelector: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] },
              podSelector: trials,
            },
          ],
          ports: [{ protocol: 'TCP', port: 6789 }],
        },
      ],
    });
    expect(objectOf(input, 'NetworkPolicy', 'allow-database', 'kubeflow')['spec']).toMatchObject({
      podSelector: part('mysql'),
      ingress: [{ from: [{ podSelector: part('db-manager') }], ports: [{ protocol: 'TCP', port: 3306 }] }],
    });
  });

  test('lets Katib ask the search algorithms of a team, and trials out to it', () => {
    expect(objectOf(input, 'NetworkPolicy', 'allow-katib', 'vision')['spec']).toMatchObject({
      podSelector: { matchExpressions: [{ key: 'katib.kubeflow.org/suggestion', operator: 'Exists' }] },
      policyTypes: ['Ingress'],
    });
    expect(objectOf(input, 'NetworkPolicy', 'allow-sweep-reports', 'vision')['spec']).toMatchObject({
      podSelector: trials,
      policyTypes: ['Egress'],
    });
  });
});
