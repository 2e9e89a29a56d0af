import { describe, expect, test } from 'vitest';
import { deliveryFiles } from '../../../constructs/delivery/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { rendered } from '../../sample.ts';
import { JUDGE_IMAGE, verifiedPlatform } from './verification-sample.ts';

const GIT = { repository: 'https://git.example.org/lab.git', path: 'clusters/lab' };

/** What the delivery writes for a platform whose waves are gated, or not. */
function files(
  delivery: PlatformInput['delivery'],
  burn: NonNullable<PlatformInput['verification']>['burn'] = { watch: '2m' },
) {
  return deliveryFiles(rendered(verifiedPlatform({ burn }, { delivery })).platform);
}

describe('a wave while a promise burns', () => {
  test('is stopped by a Job that Argo CD runs before each change of it', () => {
    const written = files({ kind: 'argocd', ...GIT });
    expect(written.get('argocd/gate/job.yaml')).toMatchObject([
      {
        kind: 'Job',
        metadata: {
          name: 'burn-gate',
          namespace: 'plinth-verification',
          annotations: {
            'argocd.argoproj.io/hook': 'PreSync',
            'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
          },
        },
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: 420,
          template: {
            metadata: { labels: { 'app.kubernetes.io/name': 'plinth-judge' } },
            spec: {
              automountServiceAccountToken: false,
              containers: [
                {
                  image: JUDGE_IMAGE,
                  args: [
                    ...['verify', '--burn', '6', '--watch', '2m'],
                    ...['--prometheus', 'http://prometheus-operated.monitoring.svc:9090'],
                  ],
                },
              ],
            },
          },
        },
      },
    ]);
    expect(written.get('argocd/apps/30-tenants.yaml')).toMatchObject([
      { spec: { sources: [{ path: 'clusters/lab/30-tenants' }, { path: 'clusters/lab/argocd/gate' }] } },
    ]);
    expect(written.get('argocd/apps/20-platform.yaml')).toMatchObject([
      { spec: { source: { path: 'clusters/lab/20-platform' } } },
    ]);
  });

  test('is a step of its own for Flux, on which the wave depends', () => {
    const written = files({ kind: 'flux', ...GIT });
    expect(written.get('flux/gate/job.yaml')).toMatchObject([{ kind: 'Job', spec: { ttlSecondsAfterFinished: 30 } }]);
    expect(written.get('flux/25-gate.yaml')).toMatchObject([
      { spec: { path: './clusters/lab/flux/gate', wait: true } },
    ]);
    expect(written.get('flux/30-tenants.yaml')).toMatchObject([{ spec: { dependsOn: [{ name: 'lab-25-gate' }] } }]);
  });

  test('goes its way where nobody asks for a gate', () => {
    const { verification, ...input } = verifiedPlatform();
    const platform = {
      ...input,
      verification: { image: JUDGE_IMAGE, releases: verification?.releases },
    } as PlatformInput;
    const written = deliveryFiles(rendered({ ...platform, delivery: { kind: 'argocd', ...GIT } }).platform);
    expect([...written.keys()].filter((path) => path.includes('/gate'))).toEqual([]);
    expect(written.get('argocd/apps/30-tenants.yaml')).toMatchObject([{ spec: { source: {} } }]);
  });
});
