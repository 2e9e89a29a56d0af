import { parseAllDocuments } from 'yaml';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { describeObject, type KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { waitFor } from '../../rehearsal/wait.ts';

/** How long the API server may refuse an object before that counts. Unit: milliseconds. */
const TAKEN_MILLISECONDS = 30_000;

/** Order of Argo CD: objects with a lower number come first. */
const WAVE = 'argocd.argoproj.io/sync-wave';

/** A folder with a kustomization that a cluster follows as a delivery has it do: what left the folder is removed. */
export class AppliedFolder {
  readonly #plane: ControlPlane;
  readonly #folder: string;
  #applied: readonly KubernetesObject[] = [];

  public constructor(plane: ControlPlane, folder: string) {
    this.#plane = plane;
    this.#folder = folder;
  }

  /** Applies what is in the folder now, each object again until it is taken as deliveries do, then removes what is not. */
  public async apply(): Promise<readonly KubernetesObject[]> {
    const objects = await this.#objects();
    for (const object of objects) await this.#taken(object);
    const names = new Set(objects.map(describeObject));
    for (const object of this.#applied) if (!names.has(describeObject(object))) await this.#remove(object);
    this.#applied = objects;
    return objects;
  }

  async #objects(): Promise<readonly KubernetesObject[]> {
    const { code, stderr, stdout } = await this.#plane.kubectl(['kustomize', this.#folder]);
    if (code !== 0) throw new Error(stderr);
    const objects = parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
    return objects.sort((a, b) => waveOf(a) - waveOf(b));
  }

  async #taken(object: KubernetesObject): Promise<void> {
    let words = '';
    const look = async () => {
      const answer = await this.#plane.client.apply(object);
      words = messageOf(answer);
      return answer.status < 300 ? true : undefined;
    };
    await waitFor(look, {
      what: `${describeObject(object)} to be taken`,
      timeoutMilliseconds: TAKEN_MILLISECONDS,
      explain: async () => words,
    });
  }

  async #remove(object: KubernetesObject): Promise<void> {
    const { client } = this.#plane;
    const answer = await client.send({ method: 'DELETE', path: await client.pathOf(object) });
    if (answer.status >= 300) throw new Error(`${describeObject(object)} stays: ${messageOf(answer)}`);
  }
}

function waveOf({ metadata }: KubernetesObject): number {
  const { annotations = {} } = metadata as { annotations?: Readonly<Record<string, string>> };
  return Number(annotations[WAVE] ?? 0);
}
