import type { Finding, Rule } from './finding.ts';
import type { FleetSpec } from './fleet.ts';
import { gates } from './fleet-gate-rules.ts';
import { MOST_WORKERS } from './fleet-role.ts';
import { circleFrom } from './fleet-stages.ts';
import { fixByName } from './nearest.ts';
import { pathText, type SpecPath } from './spec-path.ts';

type Code = `FLEET_${Uppercase<string>}`;

/** Platforms, data sets and stages have names of their own. */
function* ownNames({ datasets, platforms, promotion }: FleetSpec): Iterable<Finding> {
  for (const [list, entries] of Object.entries({ platforms, datasets, promotion })) {
    const names = entries.map(({ name }) => name);
    for (const [index, name] of names.entries())
      if (names.indexOf(name) < index)
        yield error('FLEET_NAME_TWICE', [list, index, 'name'], {
          problem: `${list}[${names.indexOf(name)}] is called ${name} too`,
          fix: 'give each a name of its own, or remove one',
        });
  }
}

/** No part says of a platform what only the fleet says. */
function* ownParts({ platforms, shared }: FleetSpec): Iterable<Finding> {
  const parts: [SpecPath, FleetSpec['shared']][] = [
    [['shared'], shared],
    ...platforms.map(({ spec }, index): [SpecPath, FleetSpec['shared']] => [['platforms', index, 'spec'], spec]),
  ];
  for (const [at, part] of parts)
    for (const key of ['apiVersion', 'fleet', 'kind'].filter((each) => Object.hasOwn(part, each)))
      yield error('FLEET_PART_OWN', [...at, key], {
        problem: `${key} of a platform is what the fleet makes it`,
        fix: 'remove it',
      });
}

/** One manager, and somebody to work for it. */
function* roles({ platforms }: FleetSpec): Iterable<Finding> {
  const at = (role: string) => platforms.flatMap((each, index) => (each.role === role ? [index] : []));
  const [managers, workers] = [at('manager'), at('worker')];
  for (const index of managers.slice(1))
    yield error('FLEET_MANAGER_TWICE', ['platforms', index, 'role'], {
      problem: `${platforms[managers[0] ?? 0]?.name} is the manager already`,
      fix: 'make it a worker, or a fleet of its own',
    });
  if (managers.length > 0 && workers.length === 0)
    yield error('FLEET_WORKERS_MISSING', ['platforms', managers[0] ?? 0, 'role'], {
      problem: 'no platform is a worker, so its jobs would have nowhere to go',
      fix: 'write role: worker where they may run; a manager cannot be its own',
    });
  if (managers.length === 0 && workers.length > 0)
    yield error('FLEET_MANAGER_MISSING', ['platforms', workers[0] ?? 0, 'role'], {
      problem: 'no platform is the manager, so nobody would send jobs here',
      fix: 'write role: manager where jobs are submitted, or leave the role out',
    });
  for (const index of workers.slice(MOST_WORKERS))
    yield error('FLEET_WORKERS_MANY', ['platforms', index, 'role'], {
      problem: `Kueue sends a job to one of at most ${MOST_WORKERS} clusters`,
      fix: 'make a second fleet with a manager of its own',
    });
}

/** A stated order names every worker once. */
function* statedOrder({ jobs, platforms }: FleetSpec): Iterable<Finding> {
  if (jobs.order.kind !== 'stated') return;
  const named = jobs.order.workers;
  const workers = platforms.flatMap(({ name, role }) => (role === 'worker' ? [name] : []));
  const at = ['jobs', 'order', 'workers'];
  for (const [index, name] of named.entries())
    if (!workers.includes(name) || named.indexOf(name) < index)
      yield error('FLEET_ORDER_UNKNOWN', [...at, index], {
        problem: workers.includes(name) ? `${name} is there already` : `no worker is called ${name}`,
        fix: fixByName(
          name,
          workers.filter((each) => !named.includes(each)),
        ),
      });
  const missing = [...new Set(workers)].filter((name) => !named.includes(name));
  if (missing.length > 0)
    yield error('FLEET_ORDER_INCOMPLETE', at, {
      problem: `it does not say where ${missing.join(', ')} stands`,
      fix: 'add it at its place; the last stands behind all others',
    });
}

/** Data lies where a platform is, or nobody would be near it. */
function* dataRegions({ datasets, platforms }: FleetSpec): Iterable<Finding> {
  const regions = [...new Set(platforms.map(({ region }) => region))];
  for (const [index, { region }] of datasets.entries())
    if (!regions.includes(region))
      yield error('FLEET_REGION_UNKNOWN', ['datasets', index, 'region'], {
        problem: `no platform is in ${region}`,
        fix: fixByName(region, regions),
      });
}

/** Who copies is a platform of the fleet. */
function* replicationSource({ platforms, replication }: FleetSpec): Iterable<Finding> {
  const names = platforms.map(({ name }) => name);
  if (replication === undefined || names.includes(replication.from)) return;
  yield error('FLEET_REPLICATION_FROM', ['replication', 'from'], {
    problem: `no platform is called ${replication.from}`,
    fix: fixByName(replication.from, names),
  });
}

/** Stages name platforms that there are, each in one stage. */
function* stagePlatforms({ platforms, promotion }: FleetSpec): Iterable<Finding> {
  const names = platforms.map(({ name }) => name);
  const taken = new Map<string, string>();
  for (const [index, stage] of promotion.entries())
    for (const [position, name] of stage.platforms.entries()) {
      const at = ['promotion', index, 'platforms', position];
      const earlier = taken.get(name);
      if (!names.includes(name))
        yield error('FLEET_STAGE_PLATFORM', at, {
          problem: `no platform is called ${name}`,
          fix: fixByName(name, names),
        });
      else if (earlier !== undefined)
        yield error('FLEET_STAGE_TWICE', at, {
          problem: `${name} is in stage ${earlier} already, so it could not wait for itself`,
          fix: 'remove it from one of the two',
        });
      taken.set(name, earlier ?? stage.name);
    }
}

/** Stages wait for stages that there are, and none for itself. */
function* stageOrder({ promotion }: FleetSpec): Iterable<Finding> {
  const names = promotion.map(({ name }) => name);
  for (const [index, { after, name }] of promotion.entries())
    for (const [position, earlier] of (after ?? []).entries())
      if (!names.includes(earlier))
        yield error('FLEET_STAGE_UNKNOWN', ['promotion', index, 'after', position], {
          problem: `no stage is called ${earlier}`,
          fix: fixByName(
            earlier,
            names.filter((each) => each !== name),
          ),
        });
  const said = new Set<string>();
  for (const [index, { name }] of promotion.entries()) {
    const circle = said.has(name) ? undefined : circleFrom(name, promotion);
    if (circle === undefined) continue;
    for (const each of circle) said.add(each);
    yield error('FLEET_STAGE_CYCLE', ['promotion', index, 'after'], {
      problem: `the stages ${circle.join(' → ')} each wait for the next, so no version ever enters`,
      fix: 'remove one of these from `after`; a stage that waits for none has `after: []`',
    });
  }
}

function error(code: Code, at: SpecPath, { fix, problem }: Pick<Finding, 'problem' | 'fix'>): Finding {
  return { code, level: 'error', at: pathText(at), problem, fix };
}

/** Everything that is checked about a fleet file alone; all rules run, in this order. */
export const fleetRules: readonly Rule<FleetSpec>[] = [
  ownNames,
  ownParts,
  roles,
  statedOrder,
  dataRegions,
  replicationSource,
  stagePlatforms,
  stageOrder,
  gates,
];
