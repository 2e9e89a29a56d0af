import { describe, expect, it } from 'vitest';
import type { Lock } from '../../../constructs/core/index.ts';
import { renderPlatform } from '../../../constructs/render.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { billOfMaterials } from '../../../workspace/sbom/bill-of-materials.ts';
import { licenceOf } from '../../../workspace/sbom/parts.ts';
import { samplePlatform } from '../../sample.ts';

interface Bill {
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp?: string;
    readonly tools: { readonly components: readonly { name: string }[] };
  };
  readonly components: readonly {
    readonly type: string;
    readonly name: string;
    readonly version: string;
    readonly purl?: string;
    readonly 'bom-ref': string;
    readonly licenses?: readonly unknown[];
    readonly hashes?: readonly { readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGE = 'registry.k8s.io/kueue/kueue:v0.19.2';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'a.b' },
};
const manager = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'manager', namespace: 'kueue-system' },
  spec: { template: { spec: { containers: [{ name: 'manager', image: IMAGE }] } } },
};
const lock: Lock = {
  addOns: {
    kueue: {
      component: 'kueue',
      version: '0.19.2',
      digest: DIGEST,
      valuesDigest: DIGEST,
      crds: [definition],
      objects: [manager],
    },
  },
  images: { [IMAGE]: DIGEST },
};

function textOf(known?: Lock, name = 'lab'): string {
  const { spec } = parsePlatform(samplePlatform({ metadata: { name, environment: 'dev' } }));
  const { manifests, platform } = renderPlatform({ spec, facts: targetFacts(spec), lock: known });
  return billOfMaterials({ spec, platform, manifests, lock: known });
}

const bill = JSON.parse(textOf(lock)) as Bill;
const part = (ref: string) => bill.components.find((each) => each['bom-ref'] === ref);

describe('the bill of materials of a platform', () => {
  it('names every chart, its definitions, and every image, with digests from the lock', () => {
    expect(part('chart/kueue')).toMatchObject({ type: 'application', hashes: [{ content: 'a'.repeat(64) }] });
    expect(part('definitions/kueue')).toMatchObject({ type: 'data', version: '0.19.2' });
    expect(part(`image/${IMAGE}`)).toMatchObject({ type: 'container', hashes: [{ content: 'a'.repeat(64) }] });
  });

  it('has as many parts as the lock has charts, bundles of definitions and images, and those that no lock holds', () => {
    const { spec } = parsePlatform(samplePlatform());
    const { platform } = renderPlatform({ spec, facts: targetFacts(spec), lock });
    const unlocked = platform.addOns.filter(({ locked }) => locked === undefined);
    const ofCatalogue = unlocked.flatMap(({ component }) => component.images);
    const ofLock = Object.keys(lock.addOns).length + Object.keys(lock.images).length + 1;
    expect(bill.components.length).toBe(ofLock + unlocked.length + new Set(ofCatalogue).size);
  });

  it('names packages in the way that scanners look them up', () => {
    expect(part(`image/${IMAGE}`)?.purl).toBe(
      `pkg:oci/kueue@${DIGEST}?repository_url=registry.k8s.io%2Fkueue%2Fkueue&tag=v0.19.2`,
    );
    expect(part('chart/kueue')?.purl).toMatch(/^pkg:helm\/kueue@0\.19\.2/);
  });

  it('says which licence each chart has, and who made the list', () => {
    const charts = bill.components.filter(({ type }) => type === 'application');
    expect(charts.filter(({ licenses }) => licenses === undefined)).toEqual([]);
    expect(bill.metadata.tools.components.map(({ name }) => name)).toEqual(['plinth']);
  });

  it('says what needs what', () => {
    const needs = (ref: string) => bill.dependencies.find((each) => each.ref === ref)?.dependsOn ?? [];
    expect(needs('platform')).toContain('chart/kueue');
    expect(needs('chart/kueue')).toEqual(['definitions/kueue', `image/${IMAGE}`]);
  });

  it('is the same text twice, without a time, and another for another platform', () => {
    expect(textOf(lock)).toBe(textOf(lock));
    expect(bill.metadata.timestamp).toBeUndefined();
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect((JSON.parse(textOf(lock, 'other')) as Bill).serialNumber).not.toBe(bill.serialNumber);
  });

  it('invents no digest without a lock', () => {
    const { components } = JSON.parse(textOf()) as Bill;
    expect(components.filter(({ hashes }) => hashes !== undefined)).toEqual([]);
    expect(components.some(({ type }) => type === 'data')).toBe(false);
  });
});

describe('a licence', () => {
  it('is an identifier, an expression or a name', () => {
    expect(licenceOf('Apache-2.0')).toHaveProperty('id', 'Apache-2.0');
    expect(licenceOf('MIT OR Apache-2.0')).toHaveProperty('expression', 'MIT OR Apache-2.0');
    expect(licenceOf('ask the vendor')).toHaveProperty('name', 'ask the vendor');
  });
});
