import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import { type ReleaseAnalysisProps, releaseAnalysis } from '../../../verification/rollouts/release-analysis.ts';

const props: ReleaseAnalysisProps = {
  name: 'judge',
  namespace: 'shop',
  image: `registry.example.org/plinth@sha256:${'a'.repeat(64)}`,
  prometheus: 'http://prometheus.monitoring:9090',
  verification: 'kind: Verification\n',
  window: 300,
};

interface Template {
  readonly spec: {
    readonly args: readonly { name: string }[];
    readonly metrics: readonly [{ failureLimit: number; provider: { job: { spec: Job } } }];
  };
}
interface Job {
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds: number;
  readonly template: {
    readonly spec: {
      readonly automountServiceAccountToken: boolean;
      readonly securityContext: object;
      readonly containers: readonly [{ args: readonly string[]; securityContext: object; resources: object }];
    };
  };
}

function job(change: Partial<ReleaseAnalysisProps> = {}): Job {
  const template = releaseAnalysis({ ...props, ...change })[1] as unknown as Template;
  return template.spec.metrics[0].provider.job.spec;
}

describe('the judge as an analysis of Argo Rollouts', () => {
  test('is a file and a template that is told which pods are which', () => {
    const [file, template] = releaseAnalysis(props);
    expect(file).toMatchObject({ kind: 'ConfigMap', data: { 'verification.yaml': 'kind: Verification\n' } });
    expect((template as unknown as Template).spec.args).toEqual([{ name: 'stable-hash' }, { name: 'canary-hash' }]);
    expect(job().template.spec.containers[0].args).toEqual([
      'verify',
      '/etc/plinth/verification.yaml',
      '--prometheus',
      'http://prometheus.monitoring:9090',
      '--wait',
      '--arm',
      'baseline.rollouts_pod_template_hash={{args.stable-hash}}',
      '--arm',
      'canary.rollouts_pod_template_hash={{args.canary-hash}}',
    ]);
  });

  test('asks once: a verdict is not asked for again until it pleases', () => {
    const template = releaseAnalysis(props)[1] as unknown as Template;
    expect([template.spec.metrics[0].failureLimit, job().backoffLimit]).toEqual([0, 0]);
    expect(job().activeDeadlineSeconds).toBe(900);
  });

  test('runs in a pod that the restricted level lets pass', () => {
    const { automountServiceAccountToken, containers, securityContext } = job().template.spec;
    expect(automountServiceAccountToken).toBe(false);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0].securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(containers[0].resources).toHaveProperty('limits.memory');
  });

  test('takes another label where metrics have one', () => {
    expect(job({ hashLabel: 'revision' }).template.spec.containers[0].args).toContain(
      'canary.revision={{args.canary-hash}}',
    );
  });

  test('refuses an image that may change by itself', () => {
    expect(() => releaseAnalysis({ ...props, image: 'registry.example.org/plinth:1' })).toThrow(PlatformError);
  });
});
