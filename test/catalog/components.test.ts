import { readFileSync } from 'node:fs';
import { valid } from 'semver';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  type Component,
  compareVersions,
  components,
  findComponent,
  isBelowFloor,
  MANAGED_VERSION,
  semanticVersion,
} from '../../catalog/index.ts';
import { sharedData } from '../shared-data.ts';

const all: readonly (readonly [string, Component])[] = Object.entries(components);

const tested = all.filter(([, { tested: version }]) => version !== undefined);
const floored = all.flatMap(([name, component]) =>
  component.floor ? [[name, component, component.floor] as const] : [],
);
const installed = all.filter(([, { source }]) => source.kind !== 'none');
const left = all.flatMap(([name, { source }]) => (source.kind === 'none' ? [[name, source.reason] as const] : []));
const modules = all.flatMap(([name, { module, version }]) => (module ? [[name, module, version] as const] : []));
const listing = all.flatMap(([name, { kubernetes }]) => (kubernetes ? [[name, kubernetes] as const] : []));

describe('Every component', () => {
  test.each(all)('stands under its own name, in kebab case: %s', (name, component) => {
    expect(component.name).toBe(name);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test.each(all)('says what it is for, under which licence, and where to read more: %s', (_, component) => {
    expect(component.purpose).toMatch(/^[A-Z].*\.$/);
    expect(component.licence).toMatch(/^[A-Za-z0-9.-]+$/);
    expect(new URL(component.homepage).protocol).toBe('https:');
  });

  test.each(all)(
    'has a version without a leading v that can be compared, or lets the cloud choose: %s',
    (_, { version, source }) => {
      const managed = version === MANAGED_VERSION && source.kind === 'none';
      expect(managed || (/^\d+\.\d+/.test(version) && valid(semanticVersion(version)) !== null)).toBe(true);
    },
  );

  test.each(tested)('was tested in a version that can be compared: %s', (_, { tested: version }) => {
    expect(version).toBe(valid(version));
  });

  test.each(modules)('has a module no newer than what users get: %s', (_, module, version) => {
    expect(module.version).toMatch(/^v\d/);
    expect(compareVersions(module.version, version)).toBeLessThanOrEqual(0);
  });

  test.each(listing)('lists Kubernetes minors from old to new: %s', (_, [oldest, newest]) => {
    expect(`${oldest} ${newest}`).toMatch(/^1\.\d+ 1\.\d+$/);
    expect(compareVersions(oldest, newest)).toBeLessThanOrEqual(0);
  });
});

describe('A component with a security floor', () => {
  test.each(floored)('is not below it, and says which weakness set it: %s', (_, component, floor) => {
    expect(isBelowFloor(component)).toBe(false);
    expect(floor.because).toMatch(/^CVE-\d{4}-\d+/);
  });

  test.each(floored)('is refused one step below it: %s', (_, component, floor) => {
    expect(isBelowFloor(component, `${floor.version}-rc.1`)).toBe(true);
  });

  test('is each of the known-weak parts', () => {
    const weak = [
      ...['nvidia-gpu-operator', 'nvidia-container-toolkit', 'argo-cd', 'mlflow', 'ray', 'vllm'],
      ...['keda', 'triton-server'],
    ];
    expect(floored.map(([name]) => name)).toEqual(weak);
  });
});

describe('A component that is installed', () => {
  test.each(installed)('names each image with a tag, and none by `latest`: %s', (_, { images }) => {
    expect(images.filter((image) => !/^[\w.-]+(\/[\w.-]+)+:\w[\w.-]*$/.test(image))).toEqual([]);
    expect(images.filter((image) => image.endsWith(':latest'))).toEqual([]);
  });

  test('runs an image, unless it is definitions only', () => {
    const definitions = installed.filter(([, { images }]) => images.length === 0).map(([name]) => name);
    expect(definitions).toEqual([
      'karpenter-crd',
      'gateway-api',
      'envoy-gateway-crds',
      'kserve-crd',
      'kserve-llmisvc-crd',
      'envoy-ai-gateway-crd',
    ]);
  });

  test.each(installed)('writes its source so that the tools that read it accept it: %s', (_, { source }) => {
    if (source.kind === 'none') throw new Error('filtered out above');
    expect(source.repository.startsWith(source.kind === 'oci' ? 'oci://' : 'https://')).toBe(true);
    expect(source.repository).not.toMatch(/:[\w.-]+$/);
    expect(valid(source.kind === 'git' ? source.revision : source.version)).not.toBeNull();
  });
});

describe('A component that is not installed', () => {
  test.each(left)('says who brings it instead: %s', (_, reason) => {
    expect(reason).toMatch(/^[A-Z].*\.$/);
  });
});

describe('The components', () => {
  test('share one version between Karpenter and its custom resource definitions', () => {
    expect(components['karpenter-crd'].source.version).toBe(components.karpenter.source.version);
  });

  test('run the Node Feature Discovery that the GPU operator brings', () => {
    expect(components['nvidia-gpu-operator'].images).toContain(components['node-feature-discovery'].images[0]);
  });

  test('check the container toolkit in the version that the GPU operator brings', () => {
    const toolkit = `nvcr.io/nvidia/k8s/container-toolkit:v${components['nvidia-container-toolkit'].version}`;
    expect(components['nvidia-gpu-operator'].images).toContain(toolkit);
  });

  test('are found by name, and nothing else is', () => {
    expect(findComponent('kueue')).toBe(components.kueue);
    expect(findComponent('toString')).toBeUndefined();
  });
});

/** Folder of a component's chart in ../shared/upstream/charts, and which lines of its Chart.yaml the release process does not write. */
const CHARTS = [
  ['nvidia-dra-driver', 'dra-driver-nvidia-gpu', ['version', 'appVersion']],
  ['node-feature-discovery', 'node-feature-discovery', ['version', 'appVersion']],
  ['kueue', 'kueue', ['version', 'appVersion']],
  ['jobset', 'jobset', ['version']],
  ['leaderworkerset', 'lws', ['appVersion']],
  ['kubeflow-trainer', 'kubeflow-trainer', ['version']],
  ['kuberay', 'kuberay-operator', ['version']],
  ['spark-operator', 'spark-operator', ['version', 'appVersion']],
  ['argo-cd', 'argo-cd', ['version', 'appVersion']],
] as const;

const charts = sharedData('upstream/charts');

describe.skipIf(charts === undefined)('The components against ../shared/upstream/charts', () => {
  test.each(CHARTS)('have the version that the chart of %s says', (name, folder, lines) => {
    const { source, version } = components[name];
    const said: Record<string, unknown> = parse(readFileSync(`${charts}/${folder}/Chart.yaml`, 'utf8'));
    const ours = { version: source.version, appVersion: version };
    for (const line of lines) expect(String(said[line]).replace(/^v/, '')).toBe(ours[line]);
  });

  test('run the images that the values of the GPU operator name', () => {
    const values: Record<string, Operand> = parse(readFileSync(`${charts}/gpu-operator/values.yaml`, 'utf8'));
    const operands = ['driver', 'toolkit', 'devicePlugin', 'dcgmExporter', 'migManager'].map((name) => values[name]);
    const named = operands.map((operand) => `${operand?.repository}/${operand?.image}:${operand?.version}`);
    expect(components['nvidia-gpu-operator'].images).toEqual(expect.arrayContaining(named));
  });

  test('run the image that the values of KubeRay name', () => {
    const values: { image: { repository: string; tag: string } } = parse(
      readFileSync(`${charts}/kuberay-operator/values.yaml`, 'utf8'),
    );
    expect(components.kuberay.images).toEqual([`${values.image.repository}:${values.image.tag}`]);
  });
});

interface Operand {
  readonly repository: string;
  readonly image: string;
  readonly version: string;
}
