import { accelerators, type EdgeAccelerator, edgeAccelerators } from '../catalog/index.ts';
import type { EdgeSpec } from './edge.ts';
import type { EdgeSite } from './edge-site.ts';
import type { EdgeServer, EdgeWorkload } from './edge-workload.ts';

/** A machine of a site. */
export type EdgeNode = EdgeSite['nodes'][number];

/** An accelerator by its name in the catalogue, of data centres or of the edge; nothing where there is none of this name. */
export function edgeAccelerator(name: string): EdgeAccelerator | undefined {
  const all: Readonly<Record<string, EdgeAccelerator>> = { ...accelerators, ...edgeAccelerators };
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

/** Names of every accelerator that a site may have. */
export function edgeAcceleratorNames(): readonly string[] {
  return [...Object.keys(edgeAccelerators), ...Object.keys(accelerators)];
}

/** Whether a workload runs at a site. */
export function runsAt({ sites }: Pick<EdgeWorkload, 'sites'>, site: string): boolean {
  return sites.length === 0 || sites.includes(site);
}

/** Workloads of a site, each as it is there: with what differs at this site put in its place. */
export function workloadsAt({ workloads }: Pick<EdgeSpec, 'workloads'>, { name }: Pick<EdgeSite, 'name'>) {
  return workloads.filter((each) => runsAt(each, name)).map((each) => workloadAt(each, name));
}

/** A workload as it is at a site. */
export function workloadAt<W extends EdgeWorkload>(workload: W, site: string): W {
  const found = workload.overrides.find((each) => each.site === site);
  if (found === undefined) return workload;
  const { environment, site: _, ...others } = found;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return { ...workload, ...given, environment: { ...workload.environment, ...environment } };
}

/** Servers of models among workloads. */
export function serversIn(workloads: readonly EdgeWorkload[]): readonly EdgeServer[] {
  return workloads.filter((each): each is EdgeServer => each.kind === 'server');
}

/** Name of the machine of a site on which its models lie: the first. */
export function modelNode({ nodes: [first] }: Pick<EdgeSite, 'nodes'>): string {
  if (first === undefined) throw new Error('bug: the spec refuses a site without machines');
  return first.name;
}

/** Machines of a site that a workload may run on: models lie on the first, so that their servers run there. */
export function candidateNodes({ kind }: EdgeWorkload, { nodes }: EdgeSite): readonly EdgeNode[] {
  return kind === 'server' ? nodes.slice(0, 1) : nodes;
}
