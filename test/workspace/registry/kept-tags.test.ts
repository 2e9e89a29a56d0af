import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chartImages } from '../../../workspace/registry/chart-images.ts';
import { imageReference } from '../../../workspace/registry/image-reference.ts';
import type { Outcome } from '../../../workspace/registry/reconcile.ts';
import { releasedImages } from '../../../workspace/registry/released-images.ts';
import { promote } from '../../../workspace/release/promote.ts';
import { DEFECTS, hex, pipeline, ReleaseHome } from '../release/release-sample.ts';
import { FakeHarbor } from './fake-harbor.ts';
import { chart, digestOf, image, named } from './pushed-artifacts.ts';
import { MapSecrets, runOn, type SampleRun, sampleSettings } from './registry-sample.ts';

let harbor: FakeHarbor;
let url: string;
const secrets = new MapSecrets();
beforeEach(async () => {
  harbor = new FakeHarbor();
  harbor.state.hasScanner = true;
  url = await harbor.start();
  await runOn({ url, secrets });
});
afterEach(() => harbor.stop());

const run = (change: Partial<SampleRun> = {}) => runOn({ url, secrets, ...change });
const kept = ({ changes }: Outcome) =>
  changes.filter(({ kind }) => kind === 'kept tag').map(({ action, name }) => `${action} ${name}`);
const codes = ({ findings }: Outcome) => findings.map(({ code }) => code);
const short = (repository: string) => digestOf(repository).slice(7, 23);
const push = (...all: Parameters<typeof harbor.state.artifacts.push>) => harbor.state.artifacts.push(...all);

describe('images that a chart names', () => {
  test('get a tag that the cleaning keeps, once, and lose it with the last chart that names them', async () => {
    const [server, web] = [image('server', 'main'), image('base/web')];
    push(server, web, chart('charts/app', [named('server'), named('base/web', 'registry.lab.internal')]));
    push(chart('charts/other', [named('server')]));
    const first = await run();
    expect(kept(first)).toEqual([
      `create vision/server:plinth-chart-${short('server')}`,
      `create vision/base/web:plinth-chart-${short('base/web')}`,
    ]);
    expect(codes(first)).toEqual([]);
    expect(server.tags).toEqual(['main', `plinth-chart-${short('server')}`]);
    expect((await run()).changes).toEqual([]);
    harbor.state.artifacts.splice(2, 1);
    expect(kept(await run())).toEqual([`remove vision/base/web:plinth-chart-${short('base/web')}`]);
    expect([server.tags.length, web.tags]).toEqual([2, []]);
  });

  test('are only looked at by a plan', async () => {
    const server = image('server');
    push(server, chart('charts/app', [named('server')]));
    expect(kept(await run({ mode: 'plan' }))).toEqual([`create vision/server:plinth-chart-${short('server')}`]);
    expect(server.tags).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['are not there', named('server'), 'REGISTRY_IMAGE_MISSING'],
    ['have another digest', named('web').replace(digestOf('web'), digestOf('another')), 'REGISTRY_IMAGE_MISSING'],
    ['are named without a digest', 'registry.example.org/vision/web:main', 'REGISTRY_IMAGE_UNPINNED'],
    ['have a tag that stands for another by now', named('web').replace('web@', 'web:old@'), 'REGISTRY_IMAGE_CHANGED'],
  ])('are found if they %s', async (_, text, code) => {
    push(image('web', 'main'));
    push(chart('charts/app', [text]));
    const outcome = await run();
    expect(codes(outcome)).toEqual([code]);
    expect(outcome.findings[0]?.problem).toContain(text);
    expect(codes(await run({ mode: 'plan' }))).toEqual(codes(outcome));
  });

  test('are not asked for elsewhere: in another registry, or where the internet is pulled through', async () => {
    push(chart('charts/app', [named('web', 'quay.io'), named('library/nginx', 'registry.example.org', 'docker.io')]));
    const outcome = await run();
    expect([kept(outcome), codes(outcome)]).toEqual([[], []]);
  });

  test('are looked for with another team, and it alone says what stays there', async () => {
    const base = sampleSettings();
    const [vision] = base.projects;
    if (vision === undefined) throw new Error('the sample has no project');
    const settings = { ...base, projects: [...base.projects, { ...vision, name: 'speech', webhooks: [] }] };
    await run({ settings });
    const theirs = { ...image('server'), project: 'speech' };
    push(theirs, chart('charts/app', [named('server', 'registry.example.org', 'speech')]));
    const outcome = await run({ settings });
    expect([kept(outcome), codes(outcome), theirs.tags]).toEqual([[], [], []]);
    harbor.state.artifacts.shift();
    expect(codes(await run({ settings }))).toEqual(['REGISTRY_IMAGE_MISSING']);
  });

  test('keep their tags when Harbor goes away in the middle', async () => {
    const server = image('server');
    push(server, chart('charts/app', [named('server')]));
    await run();
    harbor.disturb = ({ query }) => (query['q'] === 'type=CHART' ? { status: 503, html: '<p>' } : undefined);
    await expect(run()).rejects.toThrow('REGISTRY_');
    expect(server.tags).toHaveLength(1);
  });

  test('cannot be read from an annotation that is no list', async () => {
    push({ ...chart('charts/app', []), annotations: { 'artifacthub.io/images': 'server' } });
    expect(codes(await run())).toEqual(['REGISTRY_CHART_IMAGES_UNREADABLE']);
    const of = (text: string) =>
      chartImages({ digest: '', repository_name: '', annotations: { 'artifacthub.io/images': text } });
    expect([of('- image: [1]'), of('a: b'), of('- a'), of(': ['), of('[]')]).toEqual([
      ...[undefined, undefined, undefined, undefined],
      [],
    ]);
  });
});

describe('what releases name', () => {
  const home = new ReleaseHome();
  const model = (seed: string) => ({ ...image('defects'), digest: `sha256:${hex(seed)}` });
  const tag = (seed: string) => `plinth-release-${hex(seed).slice(0, 16)}`;
  beforeAll(async () => {
    await home.release('first', 'second');
    await promote(home.desk, { ...DEFECTS, number: 2, weight: 100 });
  });
  afterAll(() => home.remove());

  test('is the model and the image of each, and whether it is served', async () => {
    const { model: first } = pipeline('first') as { model: { uri: string } };
    const found = await releasedImages(home.folder);
    expect(found).toHaveLength(4);
    expect(found[0]).toEqual({ text: first.uri, by: 'release 1 of vision/defects', served: false });
    expect(found[2]).toMatchObject({ by: 'release 2 of vision/defects', served: true });
  });

  test('is kept by a tag although it has none, and the tag stays when nobody looks at releases', async () => {
    const [first, second] = [model('first'), model('second')];
    push(first, second);
    const released = await releasedImages(home.folder);
    const outcome = await run({ released });
    expect(codes(outcome)).toEqual([]);
    expect([first.tags, second.tags]).toEqual([[tag('first')], [tag('second')]]);
    expect((await run({ released })).changes).toEqual([]);
    expect((await run()).changes).toEqual([]);
    expect(first.tags).toEqual([tag('first')]);
  });

  test('is found if it is served and gone; what is history is not', async () => {
    const released = await releasedImages(home.folder);
    const outcome = await run({ released });
    expect(codes(outcome)).toEqual(['REGISTRY_IMAGE_MISSING']);
    expect(outcome.findings[0]?.problem).toContain('release 2 of vision/defects');
  });
});

test('names of images are read as they are written', () => {
  const hosts = ['registry.example.org', 'localhost:5000'];
  const digest = digestOf('x');
  expect(imageReference(`oci://localhost:5000/vision/a/b@${digest}`, hosts)).toMatchObject({
    project: 'vision',
    repository: 'a/b',
    digest,
  });
  expect(imageReference(`registry.example.org/vision/a:v1@${digest}`, hosts)).toMatchObject({
    repository: 'a',
    tag: 'v1',
  });
  for (const text of ['a', 's3://vision/a', 'registry.example.org/a', `quay.io/vision/a@${digest}`, '../a/b/c', ''])
    expect(imageReference(text, hosts)).toBeUndefined();
});
