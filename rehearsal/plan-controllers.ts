import { createCertificateAuthority } from './certificates/certificate-authority.ts';
import type { ControlPlane } from './control-plane.ts';
import type { ControllerDefinition, ControllerRun, ControllerSite } from './controllers/controller.ts';
import { CONTROLLERS } from './controllers/index.ts';
import { engine } from './engine-catalog.ts';
import { freePorts } from './free-ports.ts';
import { describeObject, type KubernetesObject } from './kubernetes-object.ts';
import { type ManagerDeployment, managerDeployments } from './manager-deployment.ts';
import { type PlannedController, startableController } from './planned-controller.ts';
import { type LocalService, type Rewrite, rewriteWebhooks } from './webhook-rewrite.ts';

/** Objects as they are rehearsed, and the real controllers that will act on them. */
export interface ControllerPlan {
  /** What to apply: webhooks point at this machine, certificates are filled in, all else is as given. */
  readonly objects: readonly KubernetesObject[];
  /** Every difference from the objects as given, for the report. */
  readonly rewrites: readonly Rewrite[];
  /** Controllers to start as soon as their CRDs, accounts and roles are there, and before their webhooks are. */
  readonly controllers: readonly PlannedController[];
}

/**
 * Finds the controllers among rendered objects that can run for real, and points the objects at them.
 *
 * Nothing is started or applied yet.
 *
 * @param objects - rendered objects; namespaced ones name their namespace.
 */
export async function planControllers(
  plane: ControlPlane,
  objects: readonly KubernetesObject[],
): Promise<ControllerPlan> {
  const sites = await Promise.all(
    CONTROLLERS.flatMap((definition) =>
      managerDeployments(objects, definition.apps).map((deployment) => controllerSite(plane, definition, deployment)),
    ),
  );
  const planned = sites.map(({ definition, site }) => ({ definition, site, run: definition.run(site) }));
  const services = sites.flatMap(({ site }) => localServices(site));
  const { objects: rewritten, rewrites } = rewriteWebhooks(objects, services);
  const filled = planned.flatMap(({ run }) => run.objects ?? []);
  return {
    objects: replaceObjects(rewritten, filled),
    rewrites: [...rewrites, ...planned.flatMap(settingsRewrites), ...filled.map(certificateRewrite)],
    controllers: planned.map(({ definition, site, run }) => {
      const { name, version } = engine(definition.engine);
      return startableController(plane, { name, version, site, run });
    }),
  };
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

function certificateRewrite(object: KubernetesObject): Rewrite {
  return { object: describeObject(object), change: 'holds a certificate of the rehearsal' };
}
