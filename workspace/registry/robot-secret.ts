import type { HarborRobot } from '../../constructs/registry/index.ts';
import type { Desk } from './change.ts';
import type { KeptSecret } from './secret-keeper.ts';

/** An account of Harbor and its secret. Never printed, never thrown. */
export interface RobotLogin {
  /** Number in Harbor. */
  readonly id: number;
  /** Full name, with Harbor's prefix. */
  readonly name: string;
  /** Its secret. */
  readonly secret: string;
}

/** Type of Secrets that kubelet pulls with. */
const PULL_TYPE = 'kubernetes.io/dockerconfigjson';
const PULL_KEY = '.dockerconfigjson';
/** Annotations of a robot's Secret. */
const ROBOT_ID = 'plinth.dev/robot-id';
const CHANGED_AT = 'plinth.dev/changed-at';

const DAY_MILLISECONDS = 86_400_000;

/** Why a robot that is there needs a new secret. @returns nothing where it does not */
export async function needsSecret(
  desk: Desk,
  robot: HarborRobot,
  { id, name }: Pick<RobotLogin, 'id' | 'name'>,
): Promise<string | undefined> {
  const { secrets, settings } = desk;
  if (secrets === undefined) return undefined;
  for (const namespace of robot.secret.namespaces) {
    const kept = await secrets.read(namespace, robot.secret.name);
    if (kept === undefined) return `namespace ${namespace} has none`;
    const { annotations, data } = kept;
    if (annotations[ROBOT_ID] !== `${id}`) return `namespace ${namespace} has that of an earlier account`;
    const secret = data['password'] ?? '';
    if (!(await desk.applied.has(`robot.${robot.name}`, secret)))
      return 'a change of it was cut, or somebody changed it';
    if (data[PULL_KEY] !== configOf(settings.hosts, { name, secret })) return 'the hosts are others';
    const age = desk.now.getTime() - Date.parse(annotations[CHANGED_AT] ?? '');
    if (!(age < settings.rotateDays * DAY_MILLISECONDS)) return `older than ${settings.rotateDays} days`;
  }
  return undefined;
}

/** Hands a secret over to all who use it, and notes that it arrived. */
export async function writeSecret(desk: Desk, robot: HarborRobot, login: RobotLogin): Promise<void> {
  const { applied, now, secrets, settings } = desk;
  const kept: KeptSecret = {
    type: PULL_TYPE,
    annotations: { [ROBOT_ID]: `${login.id}`, [CHANGED_AT]: now.toISOString() },
    data: { [PULL_KEY]: configOf(settings.hosts, login), username: login.name, password: login.secret },
  };
  for (const namespace of robot.secret.namespaces) await secrets?.write(namespace, robot.secret.name, kept);
  await applied.end(`robot.${robot.name}`, login.secret);
}

/** What container runtimes and docker read: one login for each name of the registry. */
function configOf(hosts: readonly string[], { name, secret }: Pick<RobotLogin, 'name' | 'secret'>): string {
  const auth = Buffer.from(`${name}:${secret}`).toString('base64');
  return JSON.stringify({ auths: Object.fromEntries(hosts.map((host) => [host, { auth }])) });
}
