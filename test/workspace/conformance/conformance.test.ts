import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHECKLIST } from '../../../workspace/conformance/checklist.ts';
import { conformance, conformanceYaml } from '../../../workspace/conformance/conformance.ts';
import { sceneOf } from '../../../workspace/score/examine-score.ts';
import { given, object } from '../score/given-scene.ts';

const example = await sceneOf('examples/aws/platform.yaml');

function itemOf(id: string, scene = example) {
  return Object.values(conformance(scene).sections)
    .flat()
    .find((each) => each.id === id);
}

describe('the checklist', () => {
  it('has the 8 items that must be shown and the 6 that should', () => {
    const ids = (wanted: string) => CHECKLIST.filter(({ level }) => level === wanted).map(({ id }) => id);
    expect(ids('MUST')).toEqual([
      'ai_inference',
      'gang_scheduling',
      'cluster_autoscaling',
      'pod_autoscaling',
      'accelerator_metrics',
      'ai_service_metrics',
      'secure_accelerator_access',
      'robust_controller',
    ]);
    expect(ids('SHOULD').length).toBe(6);
  });

  it('names only tests that there are', () => {
    const missing = CHECKLIST.flatMap(({ tests }) => tests).filter(
      ({ file, name }) => !readFileSync(file, 'utf8').includes(`test('${name}'`),
    );
    expect(missing).toEqual([]);
  });
});

describe('a filled checklist', () => {
  it('names objects of the platform, and the tests that ran the same', () => {
    expect(itemOf('cluster_autoscaling')).toMatchObject({ status: 'Implemented' });
    expect(itemOf('cluster_autoscaling')?.evidence).toEqual(
      expect.arrayContaining(['NodePool cpu', expect.stringMatching(/^test\/e2e\/autoscaling\.e2e\.test\.ts: buys/)]),
    );
  });

  it('says what is missing, and what only accelerators can show', () => {
    expect(itemOf('virtualized_accelerator')).toMatchObject({ status: 'Not Implemented', evidence: [] });
    expect(itemOf('high_performance_networking')?.notes).toMatch(/Missing: .*not by DRA.*Only accelerators can show/);
  });

  it('gives no test as evidence for what the platform does not have', () => {
    expect(itemOf('gang_scheduling', given({}))).toMatchObject({ status: 'Not Implemented' });
    expect(itemOf('gang_scheduling', given({}))?.evidence.filter((each) => each.startsWith('test/'))).toEqual([]);
  });

  it('says of what does not apply why', () => {
    expect(itemOf('cluster_autoscaling', given({}))).toMatchObject({
      status: 'N/A',
      notes: expect.stringContaining('Does not apply: every pool of this platform has a fixed number of machines'),
    });
  });

  it('lists what must be shown and is not', () => {
    expect(conformance(given({})).missing.map(({ id }) => id)).toContain('ai_inference');
    const queued = given({ objects: [object('ClusterQueue', 'all', {}, {})] });
    expect(conformance(queued).missing.map(({ id }) => id)).not.toContain('gang_scheduling');
  });

  it('is YAML in the form in which products hand it in', () => {
    const { metadata, spec } = parse(conformanceYaml(conformance(example), example)) as {
      metadata: Record<string, string>;
      spec: Record<string, { id: string; level: string; status: string }[]>;
    };
    expect(metadata).toMatchObject({ kubernetesVersion: 'v1.36', platformName: 'atlas (Plinth on aws)' });
    expect(Object.keys(spec)).toEqual([
      'accelerators',
      'networking',
      'schedulingOrchestration',
      'observability',
      'security',
      'operator',
    ]);
    expect(Object.values(spec).flat().length).toBe(14);
  });
});
