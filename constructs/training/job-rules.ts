import type { Finding, Rule } from '../../spec/finding.ts';
import { daemonOf } from './job-daemon.ts';
import type { JobPlace } from './job-place.ts';
import { type GangProps, type TeamJobProps, unitsOf } from './job-props.ts';
import { mostPerNode } from './node-share.ts';

/** A value and where it stands, for the text of findings. */
export interface At<T> {
  readonly at: string;
  readonly props: T;
}

/** The name fits, with what controllers add to it. */
export function jobName(longest: number, because: string): Rule<At<TeamJobProps>> {
  return function* ({ at, props: { name } }) {
    if (name.length <= longest && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
    yield error('TRAINING_JOB_NAME', `${at}.name`, {
      problem: `expected at most ${longest} characters of a-z, 0-9 and -, beginning with a letter, got "${name}" (${name.length}); ${because}`,
      fix: 'choose a shorter name',
    });
  };
}

/** The framework is one that the platform brings. */
export function frameworkIsOn(framework: JobPlace['training']['frameworks'][number]): Rule<At<TeamJobProps>> {
  return function* ({ at, props: { place } }) {
    const { frameworks } = place.training;
    if (frameworks.includes(framework)) return;
    yield error('TRAINING_FRAMEWORK_OFF', at, {
      problem: `the platform trains with ${frameworks.join(', ')}, not with ${framework}`,
      fix: `add ${framework} to training.frameworks of the platform`,
    });
  };
}

/** The priority is one of the platform's. */
export function* knownPriority({ at, props: { place, priority } }: At<TeamJobProps>): Iterable<Finding> {
  if (priority === undefined || place.priorities.includes(priority)) return;
  yield error('TRAINING_PRIORITY_UNKNOWN', `${at}.priority`, {
    problem: `"${priority}" is no priority of the platform; there are ${place.priorities.join(', ')}`,
    fix: 'choose one of them, or add it to queueing.priorities',
  });
}

/** Each pod fits on a node, and the pool has enough nodes. */
function* fitsOnNodes({ at, props }: At<GangProps>): Iterable<Finding> {
  const { nodes, place } = props;
  const { flavorName, pool, resource } = place.pool;
  const most = mostPerNode(place.pool);
  const units = unitsOf(props);
  if (!Number.isInteger(units) || units < 1 || units > most)
    yield error('TRAINING_ACCELERATORS_PER_NODE', `${at}.acceleratorsPerNode`, {
      problem: `expected 1–${most} of ${resource} on a node of pool ${flavorName}, got ${units}`,
      fix: 'ask for less on each node and for more nodes',
    });
  const pods = pool.nodes.max * Math.max(1, Math.floor(most / Math.max(1, units)));
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > pods)
    yield error('TRAINING_NODES_RANGE', `${at}.nodes`, {
      problem: `expected 1–${pods} pods of ${units} ${resource} on the ${pool.nodes.max} nodes of pool ${flavorName}, got ${nodes}`,
      fix: `ask for fewer nodes, or raise nodes.max of pool ${flavorName}`,
    });
}

/** The team can hold it at all: a job beyond the quota waits for ever. */
function* withinQuota({ at, props }: At<GangProps>): Iterable<Finding> {
  const { nodes, place } = props;
  const units = nodes * unitsOf(props);
  if (units <= place.ceiling) return;
  yield error('TRAINING_QUOTA_EXCEEDED', `${at}.nodes`, {
    problem: `the job takes ${units} of ${place.pool.resource}, and team ${place.team.name} can hold at most ${place.ceiling} on pool ${place.pool.flavorName}: it would wait for ever`,
    fix: `ask for at most ${place.ceiling}, or raise guaranteed or borrowable of the team`,
  });
}

/** RDMA is there, and the team may use it. */
function* fabricIsAllowed({ at, props: { fabric, place } }: At<GangProps>): Iterable<Finding> {
  if (fabric !== 'rdma') return;
  if (place.fabricNamespace === undefined)
    yield error('TRAINING_FABRIC_FORBIDDEN', `${at}.fabric`, {
      problem: `team ${place.team.name} may not run jobs that use RDMA`,
      fix: 'set fabric: allowed for the team, or leave fabric out',
    });
  if (place.pool.facts.fabric === undefined && daemonOf(place) === undefined)
    yield error('TRAINING_FABRIC_MISSING', `${at}.fabric`, {
      problem: `nodes of pool ${place.pool.flavorName} offer no RDMA device`,
      fix: 'choose a pool with a fabric, or leave fabric out',
    });
}

/** A receive daemon (GPUDirect-TCPX, -TCPXO) takes a whole machine: a second pod there would wait for its cards for ever. */
function* daemonHasRoom({ at, props }: At<GangProps>): Iterable<Finding> {
  const { fabric, place } = props;
  const brought = fabric === 'rdma' ? daemonOf(place) : undefined;
  if (brought === undefined) return;
  const { accelerators, container } = brought.daemon;
  const units = unitsOf(props);
  if (units !== accelerators)
    yield error('TRAINING_FABRIC_SIDECAR', `${at}.acceleratorsPerNode`, {
      problem: `all cards of a node of pool ${place.pool.flavorName} go to one pod, whose ${container.name} sees all ${accelerators} accelerators; got ${units}`,
      fix: `ask for ${accelerators} on each node, or leave fabric out`,
    });
}

/** A framework whose pods bring no receive daemon. */
export function withoutDaemon(what: string): Rule<At<GangProps>> {
  return function* ({ at, props: { fabric, place } }) {
    const brought = fabric === 'rdma' ? daemonOf(place) : undefined;
    if (brought === undefined) return;
    yield error('TRAINING_FABRIC_SIDECAR', `${at}.fabric`, {
      problem: `the fabric of pool ${place.pool.flavorName} needs ${brought.daemon.container.name} beside the program, which ${what} does not bring`,
      fix: 'use a TrainingJob, or leave fabric out',
    });
  };
}

/** A finding that stops the job from being written. */
export function error(
  code: Uppercase<string>,
  at: string,
  { fix, problem }: Pick<Finding, 'problem' | 'fix'>,
): Finding {
  return { code, level: 'error', at, problem, fix };
}

/** What every gang must keep to. */
export const GANG_RULES: readonly Rule<At<GangProps>>[] = [
  knownPriority,
  fitsOnNodes,
  withinQuota,
  fabricIsAllowed,
  daemonHasRoom,
];
