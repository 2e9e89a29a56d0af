import { describe, expect, test } from 'vitest';
import { jobPlacesOf } from '../../../rehearsal/workloads/job-places.ts';
import { parseWorkloads } from '../../../rehearsal/workloads/parse-workloads.ts';
import { serverObject } from '../../../rehearsal/workloads/server-object.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { file, server, teamsPlatform } from './sample-workloads.ts';

const SPEC = teamsPlatform();
const PLACES = jobPlacesOf(SPEC, targetFacts(SPEC));

function objectOf(change: Parameters<typeof server>[0] = {}) {
  const [planned] = parseWorkloads(file({ servers: [server(change)] }), SPEC).servers;
  if (planned === undefined) throw new Error('no server was planned');
  const object = serverObject({ server: planned, speed: 60, place: PLACES.place('vision', 'train-h100') });
  return object as typeof object & { readonly spec: Record<string, unknown> };
}

describe('A server of a rehearsal', () => {
  test('is a Deployment in its team’s namespace and queue, with the replicas that always run', () => {
    const { kind, metadata, spec } = objectOf({ priority: 'high' });
    expect(kind).toBe('Deployment');
    expect(metadata).toMatchObject({ name: 'chat', namespace: 'vision' });
    expect(metadata.labels).toMatchObject({
      'kueue.x-k8s.io/queue-name': 'default',
      'kueue.x-k8s.io/priority-class': 'high',
    });
    expect(spec['replicas']).toBe(2);
  });

  test('has pods that never end, ask for their share, and are found by its selector', () => {
    const { spec } = objectOf();
    const { selector, template } = spec as {
      selector: { matchLabels: object };
      template: { metadata: { labels: object }; spec: { restartPolicy: string; containers: { resources: object }[] } };
    };
    expect(template.spec.restartPolicy).toBe('Always');
    expect(template.spec.containers[0]?.resources).toMatchObject({ limits: { 'nvidia.com/gpu': '1' } });
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(selector.matchLabels).toMatchObject({ 'rehearsal.plinth.dev/job': 'chat' });
  });
});
