import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { drawFleet } from '../../workspace/fleet/built-fleet.ts';
import { fleetText } from '../../workspace/fleet/fleet-text.ts';
import { subjectOf } from '../../workspace/platform-subject.ts';
import { runVerb } from '../cli/run-verb.ts';
import { secretLooks } from '../laws/secret-search.ts';

let fleet: Awaited<ReturnType<typeof drawFleet>>;
beforeAll(async () => {
  fleet = await drawFleet('examples/fleet/fleet.yaml');
});

test('the page shows what validate says of the order', () => {
  const said = fleetText(fleet.loaded).split('\n').slice(-3).join('\n');
  expect(readFileSync('examples/fleet/README.md', 'utf8')).toContain(said);
});

test('nothing secret is rendered, and whoever runs the manager is told what to bring', () => {
  const { members } = fleet;
  for (const { folder } of members)
    expect(folder.manifests.flatMap(({ object }) => secretLooks(object as never))).toEqual([]);
  const external = members[0]?.folder.files.get('external.json') ?? '';
  for (const name of ['paris-kubeconfig', 'oslo-kubeconfig']) expect(external).toContain(name);
});

test('manager and workers have the same queue in the same namespaces', () => {
  const queues = fleet.members.map(({ folder }) =>
    folder.manifests
      .filter(({ object }) => object.kind === 'LocalQueue' && object.metadata.name === 'fleet')
      .map(({ object }) => object.metadata.namespace)
      .sort(),
  );
  expect(queues).toEqual([
    ['speech', 'vision'],
    ['speech', 'vision'],
    ['speech', 'vision'],
  ]);
});

/** Command lines of the page that take a version from stage to stage. */
function commands(): string[] {
  const page = readFileSync('examples/fleet/README.md', 'utf8');
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  return (blocks.at(-1) ?? '').trim().split('\n');
}

/** A repository with the example in it. */
function repository() {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-fleet-example-'));
  cpSync('examples/fleet', folder, { recursive: true });
  for (const path of ['evidence', 'approvals']) mkdirSync(join(folder, path));
  const shell = (line: string, daysAgo = 0) => {
    const date = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const name = { GIT_COMMITTER_NAME: 'Ada Lovelace', GIT_COMMITTER_EMAIL: 'ada@example.org' };
    const author = { GIT_AUTHOR_NAME: 'Ada Lovelace', GIT_AUTHOR_EMAIL: 'ada@example.org' };
    const env = { ...process.env, ...name, ...author, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
    execFileSync('sh', ['-c', line], { cwd: folder, env });
  };
  shell('git init -q -b main && git add . && git commit -q -m first && git branch origin/main', 9);
  return { folder, file: join(folder, 'fleet.yaml'), shell };
}

test('the page tells how a version goes from stage to stage, word for word', async () => {
  const { file, folder, shell } = repository();
  const [checked = '', rehearse = '', add = '', sign = '', promote = '', against = ''] = commands();
  const run = (line: string) => runVerb(line.replace('fleet.yaml', file).replace('npx plinth ', '').trim().split(' '));
  try {
    appendFileSync(join(folder, 'oslo.yaml'), 'components: { kueue: { version: 0.19.3 } }\n');
    shell('git commit -q -a -m newer', 2);
    const short = await run(checked);
    expect([short.code, short.stderr.match(/^ {2}does not hold {2}.*/gm)]).toEqual([
      1,
      ['soak: FLEET_SOAK_SHORT', 'rehearsal of oslo: FLEET_EVIDENCE_MISSING', 'approval: FLEET_EVIDENCE_MISSING'].map(
        (each) => `  does not hold  ${each}`,
      ),
    ]);
    shell('git commit -q --amend --no-edit', 4);
    const [, approval = ''] = /let who agrees write (\{.*\}) into/.exec(short.stderr) ?? [];
    const signed = approval.replace('NAME <ADDRESS>', 'Ada Lovelace <ada@example.org>');
    writeFileSync(join(folder, 'approvals/rest.yaml'), signed);
    // A rehearsal takes minutes and Go; its report has this form, and says which spec it is about.
    expect(rehearse).toBe('npx plinth rehearse fleet.yaml#oslo --json > evidence/oslo.rehearsal.json');
    const subject = { ...(await subjectOf(`${file}#oslo`)), made: new Date().toISOString() };
    const report = {
      format: 'plinth.dev/rehearsal-report/v1',
      verdict: 'passed',
      reasons: [],
      waits: { overall: { jobs: 4 } },
      subject,
    };
    writeFileSync(join(folder, 'evidence/oslo.rehearsal.json'), JSON.stringify(report));
    for (const line of [add, sign]) shell(line);
    const before = readFileSync(file, 'utf8');
    expect((await run(promote)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(promoted(before));
    expect((await run(against)).code).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The fleet file with the pin that the page shows, and nothing else. */
function promoted(text: string): string {
  const pin = 'components: { kueue: { version: "0.19.3" } }';
  expect(readFileSync('examples/fleet/README.md', 'utf8')).toContain(pin);
  return text
    .replace('deploy/control }\n', `deploy/control }\n      ${pin}\n`)
    .replace('file: paris.yaml }', `file: paris.yaml, spec: { ${pin} } }`);
}
