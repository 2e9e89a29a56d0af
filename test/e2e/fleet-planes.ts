import { FLEET_ACCOUNT, KUBECONFIG_KEY, kubeconfigSecret } from '../../constructs/queueing/index.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { stagePlatform } from '../../rehearsal/stage-platform.ts';
import type { FleetInput } from '../../spec/fleet.ts';
import { targetFacts } from '../../stacks/facts.ts';
import type { LoadedMember } from '../../workspace/fleet/loaded-member.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { load } from '../workspace/fleet/sample-fleet.ts';

/** Namespace of Kueue and of its fleet account. */
const KUEUE = 'kueue-system';

/** A fleet on control planes of this machine. */
export interface StandingFleet {
  /** By name of the platform; those that were not started are missing. */
  readonly planes: ReadonlyMap<string, ControlPlane>;
  /** Objects that were refused, of all platforms. */
  readonly rejections: readonly string[];
  /** Ends all that still run. */
  stop(): Promise<void>;
}

/**
 * Brings up the platforms of a fleet, and gives the manager the way to its workers as an administrator would: a token of the
 * account that each worker renders.
 *
 * @param absent - workers that are never started
 */
export async function standingFleet(input: FleetInput, absent: readonly string[]): Promise<StandingFleet> {
  await buildEngines(['core', 'tools', 'batch']);
  const { members } = await load(input);
  const planes = new Map<string, ControlPlane>();
  const stop = async () => {
    await Promise.all([...planes.values()].map((plane) => plane.stop()));
  };
  try {
    const present = members.filter(({ member }) => !absent.includes(member.name));
    const rejections = await Promise.all(
      present.map(async (one) => {
        const plane = await startControlPlane();
        planes.set(one.member.name, plane);
        return staged(plane, one);
      }),
    );
    await connect(present, planes);
    return { planes, rejections: rejections.flat(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function staged(plane: ControlPlane, { member, spec }: LoadedMember): Promise<string[]> {
  const tools = await renderTools(spec.target.kubernetes);
  const { lock } = await makeLock(spec, { charts: { kind: 'modules' }, digests: 'skip', tools });
  const facts = targetFacts(spec);
  const silent = () => undefined;
  const done = await stagePlatform(plane, { spec, facts, lock, speed: 60, autoscaler: 'none', onStep: silent });
  return done.rejections.map(({ object, words }) => `${member.name}: ${object}: ${words}`);
}

async function connect(members: readonly LoadedMember[], planes: ReadonlyMap<string, ControlPlane>): Promise<void> {
  const manager = planes.get(members.find(({ member }) => member.role === 'manager')?.member.name ?? '');
  for (const { member } of members.filter((each) => each.member.role === 'worker')) {
    const worker = planes.get(member.name);
    if (manager === undefined || worker === undefined) throw new Error(`${member.name} was not started`);
    const secret: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: kubeconfigSecret(member.name), namespace: KUEUE },
      stringData: { [KUBECONFIG_KEY]: await kubeconfigOf(worker) },
    };
    const answer = await manager.client.apply(secret);
    if (answer.status >= 300) throw new Error(messageOf(answer));
  }
}

async function kubeconfigOf(worker: ControlPlane): Promise<string> {
  const { body } = await worker.client.send({
    method: 'POST',
    path: `/api/v1/namespaces/${KUEUE}/serviceaccounts/${FLEET_ACCOUNT}/token`,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3_600 } },
  });
  const { token } = (body as { status: { token: string } }).status;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'worker',
    clusters: [
      {
        name: 'worker',
        cluster: { server: worker.server, 'certificate-authority-data': Buffer.from(worker.ca).toString('base64') },
      },
    ],
    users: [{ name: FLEET_ACCOUNT, user: { token } }],
    contexts: [{ name: 'worker', context: { cluster: 'worker', user: FLEET_ACCOUNT } }],
  });
}
