import { CustomResource } from '@pulumi/pulumi';
import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../spec/platform.ts';
import { infrastructure } from '../../stacks/environment.ts';
import type { OwnPart, OwnPartArgs } from '../../stacks/own-part.ts';
import { environmentOf, the } from './recorded-stack.ts';
import { recorded, recordedRun } from './recording.ts';
import { platformOn, TARGETS } from './target-sample.ts';

const cpu = { name: 'cpu', instance: 'm7i.4xlarge', nodes: { min: 1, max: 2 } } as const;
const aws: PlatformInput = { ...platformOn(TARGETS.aws, cpu), training: { frameworks: ['torch', 'katib'] } };
const machine = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } } as const;
const existing: PlatformInput = platformOn(TARGETS.existing, machine);

const run = (own: readonly OwnPart[], input = aws) =>
  recordedRun(() => infrastructure({ ...environmentOf(input), own }));

const brings =
  (name: string, namespace = 'kubeflow'): OwnPart =>
  () => ({
    objects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: { password: 'x' } }],
  });

class Thing extends CustomResource {}

describe('a part of a team’s own', () => {
  test('is given names, the fate of data, a parent and the provider of the cloud', async () => {
    const given: OwnPartArgs[] = [];
    await run([(environment) => void given.push(environment) as undefined]);
    expect(given[0]).toMatchObject({ deletion: 'protected', facts: { cluster: 'atlas-prod' } });
    expect(given[0]?.parent.provider).toBe(given[0]?.provider);
    expect(given[0]?.provider).toBeDefined();
  });

  test('brings an object that a room asks for in the place of a made-up one', async () => {
    const [asked] = environmentOf(aws).platform.rooms.flatMap(({ external }) => external);
    if (asked === undefined) throw new Error('no room asks for anything');
    const type = 'random:index/randomPassword:RandomPassword';
    const count = (records: readonly { type: string }[]) => records.filter((each) => each.type === type).length;
    expect(count((await run([])).registered)).toBeGreaterThan(0);
    const { registered } = await run([brings(asked.name, asked.namespace)]);
    expect(count(registered)).toBe(0);
    const { inputs } = the(registered, 'kubernetes:core/v1:Secret', `Secret:${asked.namespace}/${asked.name}`);
    expect(inputs['stringData']).toEqual({ secret: { password: 'x' } });
  });

  test('brings nothing that no room asks for', async () => {
    await expect(run([brings('mine')])).rejects.toThrow(
      'STACK_OWN_OBJECT_UNKNOWN at Secret:kubeflow/mine: no room asks for it',
    );
  });

  test('brings nothing into a cluster of others, but may stand beside it', async () => {
    await expect(run([brings('mine')], existing)).rejects.toThrow('STACK_OWN_OBJECT_EXISTING');
    const beside: OwnPart = ({ parent }) => {
      new Thing('acme:index:Thing', 'thing', {}, { parent });
      return { exports: { thing: 'there' } };
    };
    const { outputs, registered } = await run([beside], existing);
    expect(registered.map(({ name }) => name)).toContain('thing');
    expect(outputs).toMatchObject({ thing: 'there', cluster: 'lab' });
  });

  test('is not run by the layer of the platform', async () => {
    const { platformLayer } = await import('../../stacks/environment.ts');
    const fails: OwnPart = () => {
      throw new Error('ran');
    };
    const access = { identifier: 'arn', adopts: true };
    await recorded(() => platformLayer({ ...environmentOf(aws), own: [fails] }, access));
  });
});
