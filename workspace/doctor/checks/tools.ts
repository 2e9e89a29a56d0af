import semver from 'semver';
import { plinthManifest } from '../../plinth-version.ts';
import { type Check, type CheckLine, found, notAsked, ok, type Patient } from '../check.ts';
import { cloudOf } from '../clouds/index.ts';
import { projectOf } from '../pulumi-project.ts';

/** A program that a platform may need on this machine. */
interface Tool {
  readonly name: string;
  /** How it is asked for its version. */
  readonly version: readonly string[];
  /** Why this platform needs it. `useful`: something else works without it. Nothing: it does not. */
  readonly need: (patient: Patient) => { readonly level: 'needed' | 'useful'; readonly because: string } | undefined;
  readonly fix: string;
}

const TOOLS: readonly Tool[] = [
  {
    name: 'git',
    version: ['--version'],
    need: ({ spec }) =>
      pulls(spec.delivery.kind) ? { level: 'needed', because: `${spec.delivery.kind} reads a repository` } : undefined,
    fix: 'install Git',
  },
  {
    name: 'npm',
    version: ['--version'],
    need: (patient) =>
      projectOf(patient) ? { level: 'needed', because: 'the program of Pulumi is a package' } : undefined,
    fix: 'install Node, which brings npm',
  },
  {
    name: 'pulumi',
    version: ['version'],
    need: (patient) => {
      if (patient.spec.delivery.kind === 'pulumi' || projectOf(patient) !== undefined)
        return { level: 'needed', because: 'it builds the environment' };
      return undefined;
    },
    fix: 'install Pulumi, or call it by `npx pulumi`',
  },
  {
    name: 'go',
    version: ['version'],
    need: () => ({ level: 'useful', because: '`plinth rehearse` builds its engines with it' }),
    fix: 'install Go before the first rehearsal',
  },
  {
    name: 'kubectl',
    version: ['version', '--client'],
    need: ({ spec }) =>
      spec.delivery.kind === 'plain'
        ? { level: 'needed', because: 'the folder is applied with it' }
        : { level: 'useful', because: 'a live cluster is looked at with it' },
    fix: 'install kubectl',
  },
  {
    name: 'helm',
    version: ['version', '--short'],
    need: ({ spec }) =>
      ['plain', 'pulumi'].includes(spec.delivery.kind)
        ? { level: 'useful', because: '`plinth lock` renders charts with it' }
        : undefined,
    fix: 'install Helm, or run `plinth engines build tools`',
  },
  ...signIns('aws', 'aws', ['--version'], 'install the AWS CLI: kubeconfigs ask it for a token'),
  ...signIns('gcp', 'gke-gcloud-auth-plugin', ['--version'], 'run `gcloud components install gke-gcloud-auth-plugin`'),
  ...signIns('azure', 'kubelogin', ['--version'], 'run `az aks install-cli`'),
  ...signIns('digitalocean', 'doctl', ['version'], 'install doctl: kubeconfigs ask it for a token'),
  {
    name: 'talosctl',
    version: ['version', '--client', '--short'],
    need: ({ spec: { target } }) =>
      target.kind === 'baremetal' && target.distribution === 'talos'
        ? { level: 'useful', because: 'machines are upgraded and reset with it' }
        : undefined,
    fix: 'install talosctl of the same minor as the machines',
  },
];

/** Programs of this machine: Node itself, and those that the target and the delivery need. */
export const tools: Check = {
  name: 'tools',
  look: async (patient) => [
    node(),
    ...(await Promise.all(TOOLS.map((tool) => lookAt(tool, patient)))).flat(),
    ...(await cloudCli(patient)),
  ],
};

function node(): CheckLine {
  const { engines } = plinthManifest();
  if (semver.satisfies(process.versions.node, engines.node)) return ok('node', process.versions.node);
  return found('node', {
    code: 'DOCTOR_TOOL_OLD',
    level: 'error',
    at: '(tools)',
    problem: `Node ${process.versions.node} runs, and Plinth wants ${engines.node}`,
    fix: 'install a newer Node',
  });
}

async function lookAt(tool: Tool, patient: Patient): Promise<readonly CheckLine[]> {
  const need = tool.need(patient);
  if (need === undefined) return [];
  const answer = await patient.ask(tool.name, ...tool.version);
  if (answer.kind === 'answered') return [known(tool.name, answer.stdout, patient)];
  if (answer.kind === 'silent') return [notAsked(tool.name, `it did not answer within ${answer.seconds} s`)];
  const how = answer.kind === 'missing' ? 'is not installed' : `does not work: ${answer.said}`;
  return [
    found(tool.name, {
      code: 'DOCTOR_TOOL_MISSING',
      level: need.level === 'needed' ? 'error' : 'warning',
      at: '(tools)',
      problem: `${tool.name} ${how}; ${need.because}`,
      fix: tool.fix,
    }),
  ];
}

function known(name: string, said: string, { spec }: Patient): CheckLine {
  const version = semver.coerce(said);
  const text = version?.version ?? 'of an unknown version';
  const cluster = semver.coerce(spec.target.kubernetes);
  // kubectl works with a cluster that is one minor older or newer (Kubernetes, "Version skew policy").
  if (name !== 'kubectl' || version === null || cluster === null || Math.abs(version.minor - cluster.minor) <= 1)
    return ok(name, text);
  return found(name, {
    code: 'DOCTOR_TOOL_OLD',
    level: 'warning',
    at: 'target.kubernetes',
    problem: `kubectl ${text} is more than one minor away from Kubernetes ${spec.target.kubernetes}`,
    fix: `install kubectl ${spec.target.kubernetes}`,
  });
}

/** The cloud's own command line: without it nobody can be asked for quota and capacity. */
async function cloudCli({ ask, spec }: Patient): Promise<readonly CheckLine[]> {
  const cloud = cloudOf(spec.target.kind);
  if (cloud === undefined || TOOLS.some(({ name }) => name === cloud.cli)) return [];
  const answer = await ask(cloud.cli, 'version');
  if (answer.kind === 'answered')
    return [ok(cloud.cli, semver.coerce(answer.stdout)?.version ?? 'of an unknown version')];
  return [
    notAsked(
      cloud.cli,
      `it ${answer.kind === 'missing' ? 'is not installed' : 'does not answer'}: quota and capacity stay unknown`,
    ),
  ];
}

/** A program that kubeconfigs of a cloud call for a token. */
function signIns(kind: string, name: string, version: readonly string[], fix: string): Tool[] {
  const need: Tool['need'] = (patient) =>
    patient.spec.target.kind !== kind
      ? undefined
      : {
          level: projectOf(patient) === undefined ? 'useful' : 'needed',
          because: 'kubeconfigs of the cluster call it',
        };
  return [{ name, version, need, fix }];
}

function pulls(delivery: string): boolean {
  return delivery === 'argocd' || delivery === 'flux';
}
