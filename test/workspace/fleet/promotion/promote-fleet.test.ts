import { afterEach, expect, test } from 'vitest';
import {
  examinePromotion,
  examineSince,
  mayPass,
  writePromotion,
} from '../../../../workspace/fleet/promotion/promote-fleet.ts';
import { codesOfRefusal } from '../../../refusal-codes.ts';
import { NOW, PromotionHome } from './promotion-home.ts';

let home: PromotionHome;
afterEach(() => home.remove());

const examined = (to?: string) => examinePromotion({ file: home.file, given: new Map(), now: NOW, to });

test('the first stage that is behind takes what the one before runs, and nothing else of the file changes', async () => {
  home = new PromotionHome();
  const before = home.read();
  const found = await home.examine();
  expect(found.plan).toMatchObject({
    stage: { name: 'rest' },
    changes: [{ platform: 'paris', name: 'kueue', from: '0.19.1', version: '0.19.2' }],
  });
  expect(mayPass(found)).toBe(true);
  expect(await writePromotion(found)).toEqual([home.file]);
  expect(home.read()).toBe(
    before.replace('} # ours\n', '} # ours\n      components: { kueue: { version: "0.19.2" } }\n'),
  );
  expect(await examined()).toBeUndefined();
});

test('a version that stands in the file of a platform is written there', async () => {
  home = new PromotionHome();
  home.write('paris.yaml', '# Paris\ncomponents:\n  kueue:\n    version: 0.19.1 # for now\n');
  const before = home.read();
  expect(await writePromotion(await home.examine())).toEqual([`${home.folder}/paris.yaml`]);
  expect(home.read('paris.yaml')).toBe('# Paris\ncomponents:\n  kueue:\n    version: "0.19.2" # for now\n');
  expect(home.read()).toBe(before);
});

test('a version in a file that platforms share is not raised for those whose turn has not come', async () => {
  home = new PromotionHome();
  home.write('paris.yaml', 'components: { kueue: { version: 0.19.1 } }\n');
  const rome =
    '  - { name: rome, region: south, file: paris.yaml, spec: { target: { kind: existing, cluster: rome, networkPolicy: cilium } } }\n';
  home.change('\npromotion:', `${rome}\npromotion:`);
  home.write('fleet.yaml', `${home.read()}  - { name: last, platforms: [rome] }\n`);
  expect(await writePromotion(await home.examine())).toEqual([home.file]);
  expect((await home.examine()).plan).toMatchObject({ stage: { name: 'last' }, changes: [{ platform: 'rome' }] });
});

test('Kubernetes is taken too, and the chart of a component that counts by itself', async () => {
  home = new PromotionHome();
  home.change('cluster: oslo,', 'cluster: oslo, kubernetes: "1.36",');
  home.change('cluster: paris,', 'cluster: paris, kubernetes: "1.35",');
  home.change(
    'components: { kueue: { version: 0.19.1 } }',
    'components: { argo-cd: { version: 3.4.3, chart: 9.0.0 } }',
  );
  home.change(
    'components: { kueue: { version: 0.19.2 } }',
    'components: { argo-cd: { version: 3.4.4, chart: 10.1.1 } }',
  );
  await writePromotion(await home.examine());
  expect(home.read()).toContain(
    [
      '      target: { kind: existing, cluster: paris, kubernetes: "1.36", networkPolicy: cilium } # ours',
      '      components: { argo-cd: { version: "3.4.4", chart: "10.1.1" } }',
    ].join('\n'),
  );
});

test('a file in which a version cannot be set is left as it is, and what to write is said', async () => {
  home = new PromotionHome();
  home.change('components: { kueue: { version: 0.19.1 } }', 'components: &all { kueue: { version: 0.19.1 } }');
  home.change('} # ours\n', '} # ours\n      components: *all\n');
  const before = home.read();
  const found = await home.examine();
  expect(await codesOfRefusal(writePromotion(found))).toEqual(['FLEET_FILE_EDIT']);
  expect(home.read()).toBe(before);
});

test('what a stage is asked for must be there, wait for others, and be one version', async () => {
  home = new PromotionHome();
  expect(await codesOfRefusal(examined('prod'))).toEqual(['FLEET_STAGE_UNKNOWN']);
  expect(await codesOfRefusal(examined('first'))).toEqual(['FLEET_STAGE_FIRST']);
  home.change('platforms: [oslo] }', 'platforms: [oslo, rome] }');
  home.change(
    '  # The one',
    '  - { name: rome, region: south, spec: { target: { kind: existing, cluster: rome, networkPolicy: cilium } } }\n  # The one',
  );
  expect(await codesOfRefusal(examined())).toEqual(['FLEET_STAGE_UNEVEN']);
  home.write('fleet.yaml', home.read().slice(0, home.read().indexOf('promotion:')));
  expect(await codesOfRefusal(examined())).toEqual(['FLEET_PROMOTION_NONE']);
});

test('a pull request is held against the gates of the stages whose versions it raises, whoever wrote them', async () => {
  home = new PromotionHome([{ kind: 'soak', atLeast: '10d' }]);
  const since = () => examineSince({ file: home.file, given: new Map(), now: NOW }, 'HEAD');
  expect(await since()).toEqual([]);
  home.write('paris.yaml', 'components: { kueue: { version: 0.19.2 } }\n');
  const [found] = await since();
  expect(found?.plan.changes).toMatchObject([{ platform: 'paris', name: 'kueue', from: '0.19.1', version: '0.19.2' }]);
  expect(found?.gates.map(({ findings }) => findings.map(({ code }) => code))).toEqual([['FLEET_SOAK_SHORT']]);
  home.write('paris.yaml', 'components: { kueue: { version: 0.19.0 } }\n');
  expect(await since()).toEqual([]);
  expect(await codesOfRefusal(examineSince({ file: home.file, given: new Map(), now: NOW }, 'nothing'))).toEqual([
    'GIT_REVISION_UNKNOWN',
  ]);
});

test.each(['#oslo', ''])('a platform is no fleet: %j', async (name) => {
  home = new PromotionHome();
  const file = name === '' ? `${home.folder}/paris.yaml` : `${home.file}${name}`;
  expect(await codesOfRefusal(examinePromotion({ file, given: new Map(), now: NOW }))).toEqual(['FLEET_NEEDED']);
});
