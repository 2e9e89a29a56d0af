import { type Chart, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { DeviceConfig } from '../../constructs/imports/amd-device-config.ts';
import { Application } from '../../constructs/imports/argo-cd.gen.ts';
import { ComputeClass, type ComputeClassPriority } from '../../constructs/imports/gke-compute-class.ts';
import { JobSet } from '../../constructs/imports/jobset.gen.ts';
import { NodePool } from '../../constructs/imports/karpenter.gen.ts';
import { Experiment, type ExperimentParameter } from '../../constructs/imports/katib.ts';
import { RayCluster } from '../../constructs/imports/kuberay.gen.ts';
import {
  ConfigMap,
  Job,
  type PodTemplateSpec,
  RuntimeClass,
  StatefulSet,
} from '../../constructs/imports/kubernetes.gen.ts';
import { ClusterQueue, LocalQueue } from '../../constructs/imports/kueue.gen.ts';

const template: PodTemplateSpec = {
  metadata: { labels: { app: 'train' } },
  spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'train:1', resources: { limits: { cpu: 4 } } }] },
};

function manifest(make: (chart: Chart) => void): unknown {
  const chart = Testing.chart();
  make(chart);
  return Testing.synth(chart)[0];
}

describe('an object of a generated class', () => {
  it('is the manifest that its props say', () => {
    const metadata = {
      name: 'team-vision',
      labels: { 'plinth.dev/team': 'vision' },
      finalizers: ['kueue.x-k8s.io/in-use'],
    };
    const flavors = [{ name: 'h100', resources: [{ name: 'nvidia.com/gpu', nominalQuota: 8 }] }];
    const spec = { cohortName: 'all', resourceGroups: [{ coveredResources: ['nvidia.com/gpu'], flavors }] };
    expect(manifest((chart) => new ClusterQueue(chart, 'queue', { metadata, spec }))).toEqual({
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'ClusterQueue',
      metadata,
      spec,
    });
  });

  it('keeps its apiVersion and kind, whatever its props say', () => {
    const props = { metadata: { name: 'a' }, apiVersion: 'v0', kind: 'Other' };
    expect(manifest((chart) => new ConfigMap(chart, 'a', props))).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
    });
  });

  it('tells its kind without an instance', () => {
    expect([JobSet.apiVersion, JobSet.kind]).toEqual(['jobset.x-k8s.io/v1alpha2', 'JobSet']);
  });

  it('has properties beside the spec where the kind has', () => {
    expect(
      manifest((chart) => new RuntimeClass(chart, 'a', { metadata: { name: 'gvisor' }, handler: 'runsc' })),
    ).toEqual({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'gvisor' },
      handler: 'runsc',
    });
  });
});

it('one pod template fits all kinds that run pods', () => {
  const chart = Testing.chart();
  new Job(chart, 'job', { spec: { template } });
  new JobSet(chart, 'jobset', { spec: { replicatedJobs: [{ name: 'node', template: { spec: { template } } }] } });
  new RayCluster(chart, 'ray', { spec: { headGroupSpec: { template } } });
  new StatefulSet(chart, 'set', {
    spec: {
      selector: { matchLabels: { app: 'train' } },
      serviceName: 'train',
      template,
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
    },
  });
  expect(JSON.stringify(Testing.synth(chart)).match(/"image":"train:1"/g)).toHaveLength(4);
});

it('a class written by hand works like a generated one', () => {
  const trialSpec = { apiVersion: 'batch/v1', kind: 'Job' };
  expect(
    manifest(
      (chart) =>
        new Experiment(chart, 'search', {
          metadata: { name: 'search' },
          spec: {
            parameters: [{ name: 'lr', parameterType: 'double', feasibleSpace: { min: '0.01', max: '0.1' } }],
            objective: { type: 'minimize', objectiveMetricName: 'loss' },
            algorithm: { algorithmName: 'tpe' },
            trialTemplate: { trialSpec, trialParameters: [{ name: 'lr', reference: 'lr' }] },
          },
        }),
    ),
  ).toMatchObject({
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    spec: { algorithm: { algorithmName: 'tpe' } },
  });
});

/** Never called: that each marked line is refused is checked by the compiler, and by `generated.test.ts`. */
export function mustNotCompile(chart: Chart): void {
  // @ts-expect-error cohort is called cohortName since v1beta2
  new ClusterQueue(chart, 'a', { spec: { cohort: 'all' } });
  // @ts-expect-error a queueing strategy that does not exist
  new ClusterQueue(chart, 'b', { spec: { queueingStrategy: 'Fifo' } });
  // @ts-expect-error metadata is checked too
  new LocalQueue(chart, 'c', { metadata: { lables: {} } });
  // @ts-expect-error the shared pod template is closed
  new Job(chart, 'd', { spec: { template: { spec: { containers: [{ name: 'a', imagePullPolcy: 'Always' }] } } } });
  // @ts-expect-error a restart policy that does not exist
  const pod: PodTemplateSpec = { spec: { containers: [], restartPolicy: 'Sometimes' } };
  new JobSet(chart, 'e', { spec: { replicatedJobs: [{ name: 'a', template: { spec: { template: pod } } }] } });
  // @ts-expect-error a required property is missing
  new NodePool(chart, 'f', { spec: {} });
  // @ts-expect-error repoUrl is called repoURL
  new Application(chart, 'g', { spec: { project: 'a', destination: {}, source: { repoUrl: 'https://git.test' } } });
  // @ts-expect-error flex-start and spot exclude each other
  const priority: ComputeClassPriority = { machineType: 'a3-highgpu-8g', spot: true, flexStart: { enabled: true } };
  new ComputeClass(chart, 'h', { spec: { priorities: [priority] } });
  const feasibleSpace = { min: '1', max: '2' };
  // @ts-expect-error a categorical parameter has a list, not bounds
  const parameter: ExperimentParameter = { name: 'optimizer', parameterType: 'categorical', feasibleSpace };
  // @ts-expect-error a misspelt field of a class written by hand
  new DeviceConfig(chart, parameter.name, { spec: { devicePlugins: {} } });
}
