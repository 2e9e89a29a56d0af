import { relative, resolve } from 'node:path';
import { Config, getRootDirectory, log, RunError, StackReference } from '@pulumi/pulumi';
import { type Finding, PlatformError } from '../spec/finding.ts';
import { placed } from '../spec/parse-platform.ts';
import type { SourceFile } from '../spec/source-file.ts';
import { deletionOf } from '../stacks/deletion.ts';
import { type EnvironmentExports, infrastructure, platformLayer, wholeEnvironment } from '../stacks/environment.ts';
import type { EnvironmentArgs, Layer } from '../stacks/environment-args.ts';
import type { GitCredentials } from '../stacks/git-credentials.ts';
import { guardedChanges } from '../stacks/guarded-changes.ts';
import { guardedResources } from '../stacks/guarded-resources.ts';
import type { OwnPart } from '../stacks/own-part.ts';
import { stackFindings } from '../stacks/stack-findings.ts';
import type { ClusterAccess, ClusterConnection } from '../stacks/target-stack.ts';
import { type BuiltPlatform, buildFromFile } from './built-platform.ts';
import { guardedBefore } from './guarded-before.ts';
import { managementOf } from './management-config.ts';

const LAYERS: readonly Layer[] = ['all', 'infrastructure', 'platform'];

/** What a team adds to the environments of its project. */
export interface EnvironmentAdditions {
  /** Parts beside the target, in this order; not in the layer `platform`. @default - none */
  readonly own?: readonly OwnPart[];
}

/**
 * A program that builds an environment, for `main` in `Pulumi.yaml`. A stack says in its configuration which spec file it builds.
 *
 * | key | means |
 * |---|---|
 * | `plinth:spec` | the spec file, from the folder of `Pulumi.yaml` |
 * | `plinth:layer` | `all` (default), or `infrastructure` and `platform` in two stacks |
 * | `plinth:infrastructure` | for the layer `platform`: the stack that built the cluster |
 * | `plinth:kubeconfig`, `plinth:context` | for an existing cluster: the text of its kubeconfig, kept secret (default: the user's own), and the context in it (default: the cluster's name) |
 * | `plinth:adopt` | for an existing cluster: `true` takes over objects that are there already, as after an interruption |
 * | `plinth:managementKubeconfig`, `plinth:managementContext` | with Cluster API: the text of the management cluster's kubeconfig, kept secret (default: the user's own), and the context in it (default: `target.management.context`) |
 * | `plinth:bmcCredentials` | with Cluster API: `username` and `password` of each machine's own controller by the machine's name, kept secret, unless the spec names a Secret |
 * | `plinth:allow` | names of pools and resources that may be replaced, deleted or bought; the cluster's name for all of it (stacks/guard.ts) |
 * | `plinth:gitUsername`, `plinth:gitPassword`, `plinth:gitSshKey` | for a repository that is not public: how Argo CD reads it, kept secret |
 * | `plinth:signInSecret` | where there is no store of secrets: the secret of the client at an issuer outside, kept secret; the stack writes it wherever it is wanted |
 *
 * Everything is read, checked and rendered before the first resource is registered.
 *
 * @param additions - what a team adds. @default - nothing
 * @returns the program, which returns what people, and a stack of the next layer, want to know, and throws a `RunError` with every
 * finding, if one is an error
 */
export function environmentProgram({ own }: EnvironmentAdditions = {}): () => Promise<EnvironmentExports> {
  return async () => {
    const config = new Config('plinth');
    const layer = layerOf(config);
    const args = { ...(await environmentArgs(config, layer)), own };
    switch (layer) {
      case 'all':
        return wholeEnvironment(args);
      case 'infrastructure':
        return infrastructure(args);
      case 'platform':
        return platformLayer(args, accessOf(config, args));
    }
  };
}

async function environmentArgs(config: Config, layer: Layer): Promise<EnvironmentArgs> {
  refuseMoved(config);
  const file = config.get('spec');
  if (file === undefined)
    throw new RunError('plinth:spec is not set; name the spec file: pulumi config set plinth:spec platform.yaml');
  const built = await buildOrSay(relative('', resolve(getRootDirectory(), file)));
  const allowed = allowedOf(config);
  const args = {
    ...built,
    allowed,
    deletion: deletionOf(built.facts.cluster, allowed),
    connection: connectionOf(config),
    management: await managementOf(config),
    gitCredentials: gitCredentialsOf(config),
    signInSecret: config.getSecret('signInSecret'),
  };
  const ofLock = layer === 'infrastructure' ? [] : built.lockFindings;
  const ofStack = [...stackFindings(args, layer), ...(await changes(args, layer))];
  report([...built.findings, ...ofLock, ...ofStack.flatMap((each) => inFile(each, built.source))]);
  return args;
}

/** What this run would make anew or take away, against what the last one left. */
async function changes({ allowed = new Set(), facts, spec }: EnvironmentArgs, layer: Layer): Promise<Finding[]> {
  const now = guardedResources(spec, facts, layer);
  return guardedChanges(spec, { before: await guardedBefore(), now, allowed, cluster: facts.cluster });
}

/** Gives a finding its line; one about the stack's configuration has none. */
function inFile(finding: Finding, source: SourceFile | undefined): readonly Finding[] {
  return finding.at.startsWith('plinth:') ? [finding] : placed([finding], source);
}

/** A key that means nothing any more must not be taken for a closed door. */
function refuseMoved(config: Config): void {
  if (config.get('privateApiServer') === undefined) return;
  throw new RunError(
    'STACK_CONFIG_MOVED at plinth:privateApiServer: the spec says now who reaches the API server; ' +
      'write target.apiAccess: { kind: private } and run pulumi config rm plinth:privateApiServer',
  );
}

async function buildOrSay(file: string): Promise<BuiltPlatform> {
  try {
    return await buildFromFile(file);
  } catch (error) {
    if (error instanceof PlatformError) throw new RunError(error.findings.map(line).join('\n'));
    throw error;
  }
}

/** Warnings are said, errors end the program before it registers anything. */
function report(findings: readonly Finding[]): void {
  const errors = findings.filter(({ level }) => level === 'error');
  for (const warning of findings.filter(({ level }) => level === 'warning')) void log.warn(line(warning));
  if (errors.length > 0) throw new RunError(errors.map(line).join('\n'));
}

function line({ at, code, fix, place, problem }: Finding): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column} `;
  return `${where}${code} at ${at}: ${problem}; ${fix}`;
}

function layerOf(config: Config): Layer {
  const layer = config.get('layer') ?? 'all';
  const known = LAYERS.find((each) => each === layer);
  if (known !== undefined) return known;
  throw new RunError(`plinth:layer is ${layer}; choose one of ${LAYERS.join(', ')}`);
}

/** Names that may be replaced, deleted or bought. A name alone, where a list was meant, would allow nothing in silence. */
function allowedOf(config: Config): ReadonlySet<string> {
  const text = config.get('allow');
  if (text === undefined) return new Set();
  const names = listIn(text);
  if (names !== undefined) return new Set(names);
  throw new RunError(
    "STACK_ALLOW_FORM at plinth:allow: it is not a list of names; write it with pulumi config set --path 'plinth:allow[0]' NAME",
  );
}

function listIn(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

function connectionOf(config: Config): ClusterConnection {
  const [context, adopts] = [config.get('context'), config.getBoolean('adopt')];
  return { kubeconfig: config.getSecret('kubeconfig'), context, adopts };
}

function gitCredentialsOf(config: Config): GitCredentials {
  return {
    username: config.get('gitUsername'),
    password: config.getSecret('gitPassword'),
    sshKey: config.getSecret('gitSshKey'),
  };
}

/** Way to the cluster that the layer below built; an existing cluster is its own layer below. */
function accessOf(config: Config, { connection, spec }: EnvironmentArgs): ClusterAccess {
  if (spec.target.kind === 'existing') {
    const { cluster } = spec.target;
    const adopts = connection?.adopts ?? false;
    return { ...connection, context: connection?.context ?? cluster, identifier: cluster, adopts };
  }
  const below = new StackReference(config.require('infrastructure'));
  return {
    kubeconfig: below.requireOutput('kubeconfig').apply(String),
    identifier: below.requireOutput('clusterIdentifier').apply(String),
    adopts: true,
  };
}
