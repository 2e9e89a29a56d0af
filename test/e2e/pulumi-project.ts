import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloudAt, type Thing, thingsIn } from './providers/cloud.ts';
import { clusterAt } from './providers/cloud-answers.ts';
import { diaryAt, diaryIn, type Entry } from './providers/diary.ts';
import { buildPulumi } from './pulumi-engine.ts';

/** Packages whose plugins are played. */
const PACKAGES = ['kubernetes', 'aws', 'gcp', 'azure-native', 'digitalocean', 'random', 'talos'];
/** Commands by which kubeconfigs of clouds sign in. */
const SIGN_IN_COMMANDS = ['aws', 'doctl', 'gke-gcloud-auth-plugin', 'kubelogin'];
/** How often a run is looked at that may be killed. Unit: milliseconds. */
const LOOK_MILLISECONDS = 200;
/** What unlocks the secrets of the test's stacks. */
const PASSPHRASE = 'only-of-a-test';

/** A resource in the state of a stack. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
}

/** What came of a run of the engine. */
export interface EngineRun {
  readonly code: number;
  /** All that it said. */
  readonly words: string;
  /** What it did to resources: operations to URNs; `same` is left out. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
}

/** The folder of a user: the product's own `Pulumi.yaml`, and the state of its stacks in a folder beside it. */
export class PulumiProject {
  readonly #folder: string;
  readonly #pulumi: string;
  #runs = 0;

  private constructor(folder: string, pulumi: string) {
    this.#folder = folder;
    this.#pulumi = pulumi;
  }

  /** Lays out a folder with the engine and every stand-in on its path. */
  public static async create(): Promise<PulumiProject> {
    const pulumi = await buildPulumi();
    const folder = await mkdtemp(join(tmpdir(), 'plinth-pulumi-'));
    for (const each of ['bin', 'state', 'home', 'stacks']) await mkdir(join(folder, each));
    await copyFile('Pulumi.yaml', join(folder, 'Pulumi.yaml'));
    for (const each of ['workspace', 'package.json']) await symlink(resolve(each), join(folder, each));
    const command = (file: string, args = '') => {
      const program = fileURLToPath(new URL(`./providers/${file}.ts`, import.meta.url));
      return `#!/bin/sh\nexec "${process.execPath}" "${program}" ${args} "$@"\n`;
    };
    const commands = [
      ['pulumi-language-nodejs', command('language-nodejs')],
      ...PACKAGES.map((name) => [`pulumi-resource-${name}`, command('main', name)]),
      ...SIGN_IN_COMMANDS.map((name) => [name, command('sign-in-command')]),
    ];
    for (const [name = '', text = ''] of commands) {
      await writeFile(join(folder, 'bin', name), text);
      await chmod(join(folder, 'bin', name), 0o755);
    }
    return new PulumiProject(folder, pulumi);
  }

  /**
   * An environment of this project.
   *
   * @param kubeconfig - of the control plane that it reaches
   * @param config - settings of the stack; those in `secrets` are kept encrypted
   */
  public async stack(name: string, kubeconfig: string, config: StackConfig): Promise<Environment> {
    const environment = new Environment(this, name, kubeconfig);
    await mkdir(this.path('stacks', name));
    await this.must(environment, ['stack', 'init', '--secrets-provider', 'passphrase']);
    for (const [key, value] of Object.entries(config.plain))
      await this.must(environment, ['config', 'set', key, '--plaintext', value]);
    for (const [key, value] of Object.entries(config.secrets ?? {}))
      await this.must(environment, ['config', 'set', key, '--secret', value]);
    return environment;
  }

  /** An environment that there is already. */
  public environment(name: string, kubeconfig: string): Environment {
    return new Environment(this, name, kubeconfig);
  }

  /** Path in the folder. */
  public path(...parts: readonly string[]): string {
    return join(this.#folder, ...parts);
  }

  /** Path for the events of the next run. */
  public nextEvents(): string {
    this.#runs += 1;
    return this.path(`events-${this.#runs}.jsonl`);
  }

  /**
   * Starts the engine.
   *
   * @param checkpoints - whether it saves the state at every step, which it does unless told otherwise
   */
  public start({ kubeconfig, name }: Environment, args: readonly string[], checkpoints = false): ChildProcess {
    const { PATH = '' } = process.env;
    return spawn(this.#pulumi, [...args, '--stack', name, '--non-interactive', '--color', 'never'], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: [this.path('bin'), dirname(process.execPath), PATH].join(':'),
        HOME: this.path('home'),
        PULUMI_HOME: this.path('home'),
        PULUMI_BACKEND_URL: `file://${this.path('state')}`,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_DEBUG_COMMANDS: 'true',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        // Saving megabytes of definitions twice for each object takes five times as long as making them.
        PULUMI_SKIP_CHECKPOINTS: `${!checkpoints}`,
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        ...cloudAt(this.path('stacks', name, 'cloud')),
        ...diaryAt(this.path('stacks', name, 'diary')),
        ...clusterAt(kubeconfig),
      },
    });
  }

  /** Runs the engine to its end. @throws {Error} with all that it said, if it fails. */
  public async must(environment: Environment, args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await ended(this.start(environment, args));
    if (code !== 0) throw new Error(`pulumi ${args.slice(0, 3).join(' ')}: ${code}\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Takes everything away. */
  public remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

/** Settings of a stack. */
export interface StackConfig {
  readonly plain: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** One stack, the cluster that it reaches, and the cloud that it builds in. */
export class Environment {
  public readonly name: string;
  public readonly kubeconfig: string;
  readonly #project: PulumiProject;

  public constructor(project: PulumiProject, name: string, kubeconfig: string) {
    this.#project = project;
    this.name = name;
    this.kubeconfig = kubeconfig;
  }

  /**
   * Runs the engine to its end.
   *
   * @param flags - further flags of its command line. @default - none
   */
  public async run(verb: Verb, flags: readonly string[] = []): Promise<EngineRun> {
    const events = this.#project.nextEvents();
    const { code, stderr, stdout } = await ended(this.#start(verb, events, false, flags));
    return { code, words: `${stdout}\n${stderr}`, steps: await stepsIn(events) };
  }

  /** Kills the engine in the midst of `up`, as soon as it has made so many resources. */
  public async interruptedUp(made: number): Promise<EngineRun> {
    const events = this.#project.nextEvents();
    const child = this.#start('up', events, true);
    const look = setInterval(async () => {
      if (((await stepsIn(events))['create']?.length ?? 0) >= made) child.kill('SIGKILL');
    }, LOOK_MILLISECONDS);
    const { code, stderr, stdout } = await ended(child);
    clearInterval(look);
    return { code, words: `${stdout}\n${stderr}`, steps: await stepsIn(events) };
  }

  #start(verb: Verb, events: string, checkpoints: boolean, flags: readonly string[] = []): ChildProcess {
    const how = { preview: [], 'previewed destroy': ['--yes'] }[verb as string] ?? ['--yes', '--skip-preview'];
    const args = [verb.split(' ').at(-1) ?? verb, ...how, ...flags, '--event-log', events];
    return this.#project.start(this, args, checkpoints);
  }

  /** Runs another command on this stack. @throws {Error} if it fails. */
  public must(...args: readonly string[]): Promise<string> {
    return this.#project.must(this, args);
  }

  /** What the state says that there is. */
  public async resources(): Promise<StateResource[]> {
    const state = JSON.parse(await this.must('stack', 'export')) as { deployment: { resources?: StateResource[] } };
    return state.deployment.resources ?? [];
  }

  /** The state as it lies on the disk. */
  public stateFile(): Promise<string> {
    return readFile(this.#project.path('state', '.pulumi', 'stacks', 'plinth', `${this.name}.json`), 'utf8');
  }

  /** What exists in its cloud. */
  public things(): Thing[] {
    return thingsIn(this.#project.path('stacks', this.name, 'cloud'));
  }

  /** What was done, in its cloud and in its cluster, in order. */
  public diary(): Entry[] {
    return diaryIn(this.#project.path('stacks', this.name, 'diary'));
  }
}

/** Verbs of the engine that act on resources; without a look beforehand, except where it is said. */
export type Verb = 'up' | 'refresh' | 'destroy' | 'previewed destroy' | 'preview';

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
}

interface EngineEvent {
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
}

/** Finished steps, without those that found nothing to do; at a preview, the planned ones. */
async function stepsIn(events: string): Promise<Record<string, string[]>> {
  const text = await readFile(events, 'utf8').catch(() => '');
  const steps: Record<string, string[]> = {};
  // The last line may not be complete.
  for (const line of text.split('\n').slice(0, -1)) {
    if (!line.includes('"resOutputsEvent"')) continue;
    const { resOutputsEvent } = JSON.parse(line) as EngineEvent;
    if (resOutputsEvent === undefined) continue;
    const { op, urn } = resOutputsEvent.metadata;
    if (op === 'same' || op === 'refresh') continue;
    steps[op] = [...(steps[op] ?? []), urn];
  }
  return steps;
}

function ended(child: ChildProcess): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((done, reject) => {
    child.on('error', reject);
    child.on('close', (code) => done({ code: code ?? -1, ...said }));
  });
}
