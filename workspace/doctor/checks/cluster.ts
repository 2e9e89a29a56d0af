import type { ExternalObject } from '../../../spec/facts.ts';
import { type Check, type CheckLine, found, notAsked, ok, type Patient } from '../check.ts';
import { askJson } from '../json-answer.ts';

/** What a live cluster must bring: the objects of `external.json`. Names of keys are looked at, never what they hold. */
export const cluster: Check = {
  name: 'cluster',
  look: async (patient) => {
    const { ask, facts, platform, spec } = patient;
    const external = [...facts.external, ...platform.rooms.flatMap((room) => room.external)];
    const context = spec.target.kind === 'existing' ? spec.target.cluster : facts.cluster;
    const contexts = await ask('kubectl', 'config', 'get-contexts', '--output=name');
    if (contexts.kind === 'missing') return [notAsked(context, 'kubectl is not installed')];
    const names = contexts.kind === 'answered' ? contexts.stdout.split('\n') : [];
    if (!names.includes(context)) return [unknown(patient, context)];
    const version = await askJson<{ serverVersion?: { major: string; minor: string } }>(
      ask,
      'kubectl',
      ...[`--context=${context}`, 'version', '--output=json', '--request-timeout=10s'],
    );
    if ('because' in version) return [notAsked(context, version.because)];
    const server = version.value.serverVersion;
    const lines = await Promise.all(external.map((each) => look(patient, context, each)));
    return [minor(patient, context, `${server?.major}.${server?.minor}`.replace('+', '')), ...lines];
  },
};

/** The stack makes its cluster itself; an existing one must be there. */
function unknown({ spec }: Patient, context: string): CheckLine {
  if (spec.target.kind !== 'existing')
    return notAsked(context, 'no kubeconfig names this cluster; it may not be there yet');
  return found(context, {
    code: 'DOCTOR_CONTEXT_MISSING',
    level: 'warning',
    at: 'target.cluster',
    problem: `no kubeconfig has a context ${context}`,
    fix: `set KUBECONFIG, rename a context (kubectl config rename-context OLD ${context}), or set plinth:context`,
  });
}

function minor({ spec }: Patient, context: string, server: string): CheckLine {
  const { kind, kubernetes } = spec.target;
  if (server === kubernetes) return ok(context, `Kubernetes ${server}`);
  return found(context, {
    code: 'DOCTOR_CLUSTER_MINOR',
    level: 'warning',
    at: 'target.kubernetes',
    problem: `the cluster runs Kubernetes ${server}, and the spec says ${kubernetes}`,
    fix:
      kind === 'existing'
        ? `write "${server}"`
        : 'the next `pulumi up` raises it, one minor at a time; it is never lowered',
  });
}

async function look({ ask }: Patient, context: string, object: ExternalObject): Promise<CheckLine> {
  const { kind, name, namespace, purpose } = object;
  const about = namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
  const answer = await askJson<{ data?: Readonly<Record<string, unknown>> }>(
    ask,
    'kubectl',
    ...[
      `--context=${context}`,
      'get',
      resourceOf(object),
      name,
      ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ],
    ...['--output=json', '--request-timeout=10s'],
  );
  if ('because' in answer) {
    if (!answer.because.includes('NotFound')) return notAsked(about, answer.because);
    return missing(about, `${about} is not there; it is for: ${purpose}`, object);
  }
  const gone = (object.keys ?? []).filter((key) => answer.value.data?.[key] === undefined);
  return gone.length === 0 ? ok(about, purpose) : missing(about, `${about} has no key ${gone.join(', ')}`, object);
}

function missing(about: string, problem: string, { keys }: ExternalObject): CheckLine {
  const fix = `make it${keys === undefined ? '' : `, with ${keys.join(' and ')}`}, or run \`pulumi up\` where a stack makes it`;
  return found(about, { code: 'DOCTOR_EXTERNAL_MISSING', level: 'warning', at: 'external.json', problem, fix });
}

/** Kind as kubectl takes it, with its version and group, so that no other kind of the name is meant. */
function resourceOf({ apiVersion, kind }: ExternalObject): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [undefined, apiVersion];
  return group === undefined ? kind : `${kind}.${version}.${group}`;
}
