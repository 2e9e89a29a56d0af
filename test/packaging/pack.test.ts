import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  manifestOf,
  type PackedManifest,
  type PackedPackage,
  packedPackage,
  plinth,
  problemsIn,
  projectWith,
  run,
  withExample,
} from './packed-package.ts';

let packed: PackedPackage;
let project: string;
let manifest: PackedManifest;
let paths: string[];

beforeAll(async () => {
  packed = await packedPackage();
  project = await projectWith(packed, 'app');
  manifest = await manifestOf(project);
  paths = packed.files.map(({ path }) => path);
}, 300_000);

afterAll(() => packed?.remove());

/** Sources, tests, maps and what the compiler notes for itself: nothing for users. */
const NOT_FOR_USERS = /(?<!\.d)\.ts$|\.map$|tsbuildinfo|^(lib\/)?(test|bench|examples|tools|docs)\/|\.env|\.npmrc/;

describe('the package', () => {
  it('holds what users need and nothing else', () => {
    expect(paths.filter((path) => NOT_FOR_USERS.test(path))).toEqual([]);
    expect([...new Set(paths.map((path) => path.split('/')[0]))].sort()).toEqual(
      ['LICENSE', 'README.md', 'bin', 'lib', 'package.json', 'schema'].sort(),
    );
  });

  it('brings the pinned Go modules of the engines, and the schema', () => {
    expect(paths).toContain('schema/platform.json');
    for (const engine of ['core/kubernetes', 'batch/kueue', 'tools/helm'])
      for (const file of ['go.mod', 'go.sum']) expect(paths).toContain(`lib/rehearsal/engines/${engine}/${file}`);
  });

  it('stays below 3 MiB to download and 10 MiB on disk', () => {
    console.log(
      `package: ${paths.length} files, ${Math.round(packed.size / 1024)} KiB, ${Math.round(packed.unpackedSize / 1024)} KiB on disk`,
    );
    expect(packed.size).toBeLessThan(3 * 1024 * 1024);
    expect(packed.unpackedSize).toBeLessThan(10 * 1024 * 1024);
  });

  it('runs nothing when it is installed', () => {
    // `prepare` runs in a clone, never in an installed package.
    const atInstall = Object.keys(manifest.scripts).filter((name) =>
      /^(pre|post)?install$|^preprepare$|^postprepare$/.test(name),
    );
    expect(atInstall).toEqual([]);
  });

  it('asks users for the two packages that must be there once, and brings the others', () => {
    const needed = Object.keys(manifest.peerDependencies).filter(
      (name) => !manifest.peerDependenciesMeta[name]?.optional,
    );
    expect(needed.sort()).toEqual(['cdk8s', 'constructs']);
    for (const range of Object.values(manifest.peerDependencies)) expect(range).toMatch(/^\^/);
    for (const name of Object.keys(manifest.peerDependencies)) expect(manifest.dependencies).not.toHaveProperty(name);
  });

  it('has a file for every entry point, and a program that can be run', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    const missing = targets.map((target) => target.replace('./', '')).filter((target) => !present(target));
    expect(missing).toEqual([]);
    const program = packed.files.find(({ path }) => path === manifest.bin['plinth']);
    expect((program?.mode ?? 0) & 0o111).toBe(0o111);
    expect(readFileSync(join(project, 'node_modules/plinth', program?.path ?? ''), 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  it('was compiled without leaving an import of a source', () => {
    const programs = paths.filter((path) => path.endsWith('.js'));
    const left = programs.filter((path) =>
      /(from|import\() ?['"]\.[^'"]*\.ts['"]/.test(readFileSync(join(project, 'node_modules/plinth', path), 'utf8')),
    );
    expect(left.filter((path) => path !== 'bin/plinth.js')).toEqual([]);
  });
});

/** What a program writes for each file of custom resources in the package. */
function imports(): string[] {
  const files = paths.flatMap((path) => /^lib\/constructs\/imports\/([\w-]+)(\.gen)?\.js$/.exec(path)?.[1] ?? []);
  return files.map((file) => `plinth/imports/${file}`);
}

function present(target: string): boolean {
  if (!target.includes('*')) return paths.includes(target);
  const [before = '', after = ''] = target.split('*');
  return paths.some((path) => path.startsWith(before) && path.endsWith(after));
}

describe('a program that uses it', () => {
  it('imports every entry point', async () => {
    const doors = Object.entries(manifest.exports)
      .filter(([subpath, target]) => typeof target !== 'string' && !subpath.includes('*'))
      .map(([subpath]) => join('plinth', subpath));
    const all = [...doors, ...imports()];
    expect(all).toEqual(expect.arrayContaining(['plinth/imports/katib', 'plinth/imports/kueue']));
    const lines = all.map((door, index) => `import * as door${index} from '${door}';`);
    const names = `console.log(JSON.stringify([${all.map((_, index) => `Object.keys(door${index}).length`).join(', ')}]));`;
    await writeFile(join(project, 'doors.js'), [...lines, names, ''].join('\n'));
    const { code, stderr, stdout } = await run(process.execPath, ['doors.js'], project);
    expect([code, stderr]).toEqual([0, '']);
    for (const count of JSON.parse(stdout) as number[]) expect(count).toBeGreaterThan(0);
  });

  it('reads the JSON Schema', async () => {
    const text =
      "import schema from 'plinth/schema/platform.json' with { type: 'json' };\nconsole.log(schema.title);\n";
    await writeFile(join(project, 'schema.js'), text);
    expect((await run(process.execPath, ['schema.js'], project)).stdout).toBe('Plinth platform\n');
  });

  it('is checked by the compiler against the declarations of every entry point', async () => {
    const folder = join(project, 'typed');
    await mkdir(folder);
    const options = {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
    await writeFile(join(folder, 'use.ts'), TYPED_PROGRAM);
    expect((await problemsIn(folder)).filter(isNew)).toEqual([]);
  }, 120_000);
});

/** Problems of our declarations that are known. */
const KNOWN_PROBLEMS: readonly string[] = [];

function isNew(problem: string): boolean {
  return !KNOWN_PROBLEMS.some((known) => problem.includes(known));
}

/** What should compile, and what should not: without types nothing would be wrong in it. */
const TYPED_PROGRAM = `import { definePlatform, Platform, type PlatformSpec, renderFolder } from 'plinth';
import { components } from 'plinth/catalog';
import { Experiment } from 'plinth/imports/katib';
import { ClusterQueue } from 'plinth/imports/kueue';
import { Queueing } from 'plinth/queueing';
import * as accelerators from 'plinth/accelerators';
import * as autoscaling from 'plinth/autoscaling';
import * as core from 'plinth/core';
import * as delivery from 'plinth/delivery';
import * as tenancy from 'plinth/tenancy';
import * as training from 'plinth/training';

export const used = [Platform, Queueing, ClusterQueue, Experiment, accelerators, autoscaling, core, delivery, tenancy, training];
export const version: string = components.kueue.version;
export const files = (spec: PlatformSpec) => renderFolder(spec).files.size + 1;
// @ts-expect-error there is no such component
components.kueues;
// @ts-expect-error a folder needs a spec
renderFolder();
export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas', environment: 'dev' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  // @ts-expect-error a machine of another cloud
  pools: [{ name: 'train', instance: 'a3-megagpu-8g', nodes: { max: 1 } }],
  teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 1 } } }],
  delivery: { kind: 'plain' },
});
`;

describe('the program plinth', () => {
  it('says the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(project, 'node_modules/plinth/package.json'), 'utf8')) as {
      version: string;
    };
    expect((await plinth(project, '--version')).stdout.trim()).toBe(version);
  });

  it('makes a folder, finds it valid and renders it', async () => {
    expect(await plinth(project, 'init', 'x', '--yes')).toMatchObject({ code: 0 });
    expect(await plinth(project, 'validate', 'x/platform.yaml')).toMatchObject({ code: 0 });
    expect(await plinth(project, 'synth', 'x/platform.yaml', '--out', 'x/deploy')).toMatchObject({ code: 0 });
    expect(await readFile(join(project, 'x/deploy/plinth.manifest.json'), 'utf8')).toContain('"kueue"');
  });

  it('explains the spec, and lists the engines that the package can build', async () => {
    expect((await plinth(project, 'explain', 'pools.sharing')).stdout).toContain('timeSlicing');
    expect((await plinth(project, 'engines', 'list')).stdout).toContain('kube-apiserver');
  });

  it('takes a platform in TypeScript', async () => {
    await withExample(project, 'typescript');
    expect(await plinth(project, 'validate', 'typescript/platform.ts')).toMatchObject({ code: 0 });
  });
});

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly spec?: Record<string, unknown>;
}

describe('the example of a package of its own', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await withExample(project, 'extending');
  });

  it('compiles against the declarations of the package', async () => {
    expect((await problemsIn(folder)).filter(isNew)).toEqual([]);
  }, 120_000);

  describe('renders a folder', () => {
    const objects = async (path: string) =>
      parseAllDocuments(await readFile(join(folder, 'deploy/prod', path), 'utf8')).map(
        (each) => each.toJS() as Rendered,
      );
    const find = async (path: string, kind: string, name: string) =>
      (await objects(path)).find((each) => each.kind === kind && each.metadata.name === name);

    beforeAll(async () => {
      const out = 'extending/deploy/prod';
      expect(await plinth(project, 'synth', 'extending/platform.ts', '--out', out)).toMatchObject({ code: 0 });
    }, 60_000);

    it('with the workload of its own room, fit for a restricted namespace', async () => {
      const deployment = await find('20-platform/licences.yaml', 'Deployment', 'seat-meter');
      expect(deployment?.metadata.labels).toMatchObject({
        'plinth.dev/room': 'licences',
        'app.kubernetes.io/part-of': 'acme',
      });
      expect(deployment?.spec).toMatchObject({
        selector: { matchLabels: { app: 'seat-meter' } },
        template: {
          metadata: { labels: { app: 'seat-meter' } },
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              { resources: { limits: { memory: '64Mi' } }, securityContext: { capabilities: { drop: ['ALL'] } } },
            ],
          },
        },
      });
    });

    it('with the chart of its own, delivered by Argo CD', async () => {
      const { components } = JSON.parse(await readFile(join(folder, 'deploy/prod/plinth.manifest.json'), 'utf8')) as {
        components: Record<string, unknown>;
      };
      expect(components).toMatchObject({ 'licence-server': { version: '4.2.0' } });
      const application = await find('argocd/apps/11-licence-server.yaml', 'Application', 'acme-licence-server');
      expect(application?.spec).toMatchObject({
        source: { chart: 'licence-server' },
        destination: { namespace: 'licences' },
      });
    });

    it('with objects in the teams that another room made', async () => {
      const policy = await find('30-tenants/crash.yaml', 'NetworkPolicy', 'to-licences');
      expect(policy?.metadata).toMatchObject({ namespace: 'crash', labels: { 'plinth.dev/team': 'crash' } });
    });

    it('with every queue patched by a subclass, and one field by the spec', async () => {
      const queue = await find('30-tenants/crash.yaml', 'ClusterQueue', 'crash');
      expect(queue?.spec).toMatchObject({ queueingStrategy: 'StrictFIFO', fairSharing: { weight: '3' } });
    });

    it('without the room that was left out', async () => {
      const text = await readFile(join(folder, 'deploy/prod/plinth.manifest.json'), 'utf8');
      expect(text).not.toContain('autoscaling');
    });
  });
});
