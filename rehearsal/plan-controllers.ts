import { createCertificateAuthority } from './certificates/certificate-authority.ts';
import type { ControlPlane } from './control-plane.ts';
import type { ControllerDefinition, ControllerRun, ControllerSite } from './controllers/controller.ts';
import { CONTROLLERS } from './controllers/index.ts';
import { karpenter } from './controllers/karpenter.ts';
import { engine } from './engine-catalog.ts';
import { freePorts } from './free-ports.ts';
import { describeObject, type KubernetesObject } from './kubernetes-object.ts';
import { type ManagerDeployment, managerDeployments } from './manager-deployment.ts';
import { rewriteNodePools } from './node-pool-rewrite.ts';
import type { NodeShape } from './node-shape.ts';
import { type PlannedController, startableController } from './planned-controller.ts';
import { rewriteSignIn } from './sign-in-rewrite.ts';
import { type LocalService, type Rewrite, type RewrittenObjects, rewriteWebhooks } from './webhook-rewrite.ts';

/** Objects as they are rehearsed, and the real controllers that will act on them. */
export interface ControllerPlan {
  /** What to apply: webhooks point at this machine, certificates are filled in, all else is as given. */
  readonly objects: readonly KubernetesObject[];
  /** Every difference from the objects as given, for the report. */
  readonly rewrites: readonly Rewrite[];
  /** Controllers to start as soon as their CRDs, accounts and roles are there, and before their webhooks are. */
  readonly controllers: readonly PlannedController[];
}

/** What may be rehearsed beyond the default. */
export interface PlanOptions {
  /**
   * What the real Karpenter may buy; its engine is in the group `autoscaling`.
   *
   * @default - Karpenter does not run, nodes are those that were created
   */
  readonly nodeShapes?: readonly NodeShape[];
  /** Simulated seconds that pass in one real second; Karpenter's pauses are shortened by it. @default 1 */
  readonly speed?: number;
}

/**
 * Finds the controllers among rendered objects that can run for real, and points the objects at them.
 *
 * Nothing is started or applied yet. The objects of the plan may be more than those given: certificates for some
 * controllers, a node class and a role for Karpenter.
 *
 * @param objects - rendered objects; namespaced ones name their namespace.
 */
export async function planControllers(
  plane: ControlPlane,
  objects: readonly KubernetesObject[],
  { nodeShapes, speed }: PlanOptions = {},
): Promise<ControllerPlan> {
  const definitions = [...CONTROLLERS, ...(nodeShapes === undefined ? [] : [karpenter(nodeShapes)])];
  const sites = await Promise.all(
    definitions.flatMap((definition) =>
      managerDeployments(objects, definition.apps).map((deployment) => controllerSite(plane, definition, deployment)),
    ),
  );
  const neighbours = sites.map(({ site }) => site);
  const planned = sites.map(({ definition, site }) => ({ definition, site, run: definition.run(site, neighbours) }));
  const webhooks = rewriteWebhooks(
    objects,
    sites.flatMap(({ site }) => localServices(site)),
  );
  const pools = nodeShapes === undefined ? unchanged(webhooks.objects) : rewriteNodePools(webhooks.objects, speed);
  const gateway = sites.some(({ definition }) => definition.engine === 'envoy-gateway');
  const signIn = gateway ? rewriteSignIn(pools.objects) : unchanged(pools.objects);
  const filled = planned.flatMap(({ run }) => run.objects ?? []);
  return {
    objects: replaceObjects(signIn.objects, filled),
    rewrites: [
      ...webhooks.rewrites,
      ...pools.rewrites,
      ...signIn.rewrites,
      ...planned.flatMap(settingsRewrites),
      ...filled.map((object) => ({ object: describeObject(object), change: 'made by the rehearsal' })),
    ],
    controllers: planned.map(({ definition, site, run }) => {
      const { version } = engine(definition.engine);
      return startableController(plane, { definition, version, site, run });
    }),
  };
}

function unchanged(objects: readonly KubernetesObject[]): RewrittenObjects {
  return { objects, rewrites: [] };
}

async function controllerSite(plane: ControlPlane, definition: ControllerDefinition, deployment: ManagerDeployment) {
  const [webhook = 0, metrics = 0, health = 0] = await freePorts(3);
  const { namespace, name, services } = deployment;
  const { name: authority, keys } = definition.authority;
  const site: ControllerSite = {
    deployment,
    ports: { webhook, metrics, health },
    folder: plane.files.path('controllers', `${namespace}.${name}`),
    authority: createCertificateAuthority({ commonName: authority, hosts: [authority] }, keys),
    hosts: ['127.0.0.1', 'localhost', ...services.map((service) => `${service}.${namespace}.svc`)],
  };
  return { definition, site };
}

function localServices({ deployment, ports, authority }: ControllerSite): LocalService[] {
  const url = `https://127.0.0.1:${ports.webhook}`;
  const { namespace, services } = deployment;
  return services.map((name) => ({ namespace, name, url, ca: authority.certificate }));
}

/** `objects` with those of `replacements` merged over the ones of the same name, or added. */
function replaceObjects(objects: readonly KubernetesObject[], replacements: readonly KubernetesObject[]) {
  const byName = new Map(replacements.map((object) => [describeObject(object), object]));
  const replaced = objects.map((object) => {
    const replacement = byName.get(describeObject(object));
    byName.delete(describeObject(object));
    return replacement === undefined ? object : { ...object, ...replacement, metadata: object.metadata };
  });
  return [...replaced, ...byName.values()];
}

function settingsRewrites({ site, run }: { site: ControllerSite; run: ControllerRun }): Rewrite[] {
  const { namespace, name } = site.deployment;
  return run.changes.map((change) => ({ object: `Deployment ${namespace}/${name}`, change }));
}
