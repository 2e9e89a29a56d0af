import type { KubernetesObject, Manifest, Wave } from '../../constructs/core/index.ts';
import { WAVES } from '../../constructs/core/index.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { planControllers } from '../../rehearsal/plan-controllers.ts';
import { waitFor } from '../../rehearsal/wait.ts';

/** An object that the API server refused, in its own words. */
export interface Rejection {
  readonly wave: Wave;
  readonly construct: string;
  readonly object: string;
  readonly status: number;
  readonly words: string;
}

/** What came of applying a platform once. */
export interface AppliedPlatform {
  readonly accepted: number;
  readonly rejections: readonly Rejection[];
  readonly controllers: readonly string[];
  readonly rewrites: number;
}

const WEBHOOKS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** Applies a rendered platform in one pass, wave by wave; nothing is tried twice. */
export async function applyPlatform(plane: ControlPlane, manifests: readonly Manifest[]): Promise<AppliedPlatform> {
  const { controllers, objects, rewrites } = await planControllers(
    plane,
    manifests.map(({ object }) => object),
  );
  const rejections: Rejection[] = [];
  let accepted = 0;
  const apply = async (manifest: Manifest, object: KubernetesObject) => {
    const answer = await plane.client
      .apply(object)
      .catch((error: Error) => ({ status: 404, body: { message: error.message }, warnings: [] }));
    if (answer.status < 300) accepted += 1;
    else
      rejections.push({
        wave: manifest.wave,
        construct: manifest.construct,
        object: nameOf(object),
        status: answer.status,
        words: messageOf(answer),
      });
  };
  const rewritten = new Map(objects.map((object) => [nameOf(object), object]));
  const given = new Set(manifests.map(({ object }) => nameOf(object)));
  const added = objects.filter((object) => !given.has(nameOf(object)));
  for (const wave of WAVES) {
    const inWave = manifests.filter((manifest) => manifest.wave === wave);
    const late = inWave.filter(({ object }) => WEBHOOKS.includes(object.kind));
    for (const manifest of inWave.filter((each) => !late.includes(each)))
      await apply(manifest, rewritten.get(nameOf(manifest.object)) ?? manifest.object);
    if (wave === 'crds') await established(plane, inWave);
    if (wave === 'operators')
      for (const object of added) await apply({ wave, room: 'rehearsal', construct: 'rehearsal', object }, object);
    if (wave === 'operators') await Promise.all(controllers.map((controller) => controller.start()));
    for (const manifest of late) await apply(manifest, rewritten.get(nameOf(manifest.object)) ?? manifest.object);
  }
  return { accepted, rejections, controllers: controllers.map(({ name }) => name), rewrites: rewrites.length };
}

function nameOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

async function established(plane: ControlPlane, crds: readonly Manifest[]): Promise<void> {
  for (const { object } of crds) {
    await waitFor(
      async () => {
        const found = await plane.client.get<
          KubernetesObject & { status?: { conditions?: { type: string; status: string }[] } }
        >(await plane.client.pathOf(object));
        return found.status?.conditions?.some(({ status, type }) => type === 'Established' && status === 'True')
          ? found
          : undefined;
      },
      { what: `CRD ${object.metadata.name}`, timeoutMilliseconds: 30_000 },
    );
  }
}
