import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf, madeUp } from './cloud-answers.ts';
import { note } from './diary.ts';
import type { Sdk } from './sdk.ts';
import {
  changedKeys,
  type Difference,
  type Failure,
  type Found,
  hasUnknown,
  type Properties,
  type Resource,
  type StandIn,
} from './stand-in.ts';

/** Folder that plays the clouds: one file for each thing that exists. */
const FOLDER = 'STAND_IN_CLOUD';

/** Something that exists in a cloud. */
export interface Thing extends Resource {
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
}

/** Settings of a process that is to keep its cloud in this folder. */
export function cloudAt(folder: string): Record<string, string> {
  return { [FOLDER]: folder };
}

/** Everything that exists in a cloud's folder. */
export function thingsIn(folder: string): Thing[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Thing);
}

/**
 * Plays a cloud that takes what its SDK declares, and gives back what it was given with made-up names, addresses and ids.
 *
 * It refuses what the SDK's class does not declare, what must be given and is not, what is still unknown when the thing is
 * made, and to delete a thing that another still names. It knows nothing of what a real cloud would make of the values.
 */
export class CloudStandIn implements StandIn {
  readonly #name: string;
  readonly #sdk: Sdk;

  public constructor(name: string, sdk: Sdk) {
    this.#name = name;
    this.#sdk = sdk;
  }

  public checkConfig(news: Properties): readonly Failure[] {
    return this.check({ urn: '', type: `pulumi:providers:${this.#name}` }, news);
  }

  public diffConfig(olds: Properties, news: Properties): Difference {
    return this.diff({ urn: '', type: `pulumi:providers:${this.#name}` }, olds, news);
  }

  public configure(): void {}

  public check({ type }: Resource, news: Properties): readonly Failure[] {
    const declared = this.#sdk.declared(type);
    if (declared === 'unknown') return [];
    if (declared === undefined) return [{ property: 'type', reason: `the SDK has no class of ${type}` }];
    const given = Object.keys(news).filter(
      (key) => !key.startsWith('__') && key !== 'version' && key !== 'pluginDownloadURL',
    );
    const strange = given.filter((property) => !declared.inputs.has(property));
    const missing = [...declared.inputs].filter(
      ([property, need]) => need === 'required' && news[property] === undefined,
    );
    return [
      ...strange.map((property) => ({ property, reason: `the SDK declares no such input of ${type}` })),
      ...missing.map(([property]) => ({ property, reason: 'it must be given' })),
    ];
  }

  public diff({ type }: Resource, olds: Properties, news: Properties): Difference {
    const changed = changedKeys(olds, news);
    return { changes: changed.length > 0, replaces: changed.filter((key) => LASTING[type]?.includes(key)) };
  }

  public async create(resource: Resource, inputs: Properties) {
    refuseUnknown(resource, inputs);
    const { type, urn } = resource;
    const id = `${urn.split('::').at(-1)}-${createHash('sha256').update(`${urn} ${Date.now()} ${Math.random()}`).digest('hex').slice(0, 8)}`;
    const state = this.#state(resource, id, inputs);
    this.#write({ urn, type, id, inputs, state });
    note({ did: 'created', type, urn });
    return { id, state };
  }

  public async read(_: Resource, id: string): Promise<Found | undefined> {
    return existsSync(this.#file(id)) ? (JSON.parse(readFileSync(this.#file(id), 'utf8')) as Thing) : undefined;
  }

  public async update(resource: Resource, id: string, inputs: Properties): Promise<Properties> {
    refuseUnknown(resource, inputs);
    const { type, urn } = resource;
    const state = this.#state(resource, id, inputs);
    this.#write({ urn, type, id, inputs, state });
    note({ did: 'updated', type, urn });
    return state;
  }

  public async delete({ type, urn }: Resource, id: string): Promise<void> {
    note({ did: 'deleting', type, urn });
    const things = thingsIn(this.#folder());
    const users = things.filter((each) => each.id !== id && uses(each, id, things));
    const inUse = users.filter((each) => !goesWith(each, type) && !HOLDS_NOTHING.test(each.type));
    if (inUse.length > 0) throw new Error(`${type} ${id} is still used by ${inUse.map((each) => each.urn).join(', ')}`);
    const along = users.filter((each) => goesWith(each, type));
    for (const each of [id, ...along.map((user) => user.id)]) rmSync(this.#file(each));
    note({ did: 'deleted', type, urn });
  }

  public invoke(token: string, args: Properties): Properties {
    return answerOf(token, args);
  }

  #state({ type }: Resource, id: string, inputs: Properties): Properties {
    const declared = this.#sdk.declared(type);
    const outputs = declared === undefined || declared === 'unknown' ? new Map<string, string>() : declared.outputs;
    return madeUp(type, id, inputs, outputs);
  }

  #write(thing: Thing): void {
    mkdirSync(this.#folder(), { recursive: true });
    writeFileSync(this.#file(thing.id), JSON.stringify(thing));
  }

  #file(id: string): string {
    return join(this.#folder(), encodeURIComponent(id));
  }

  #folder(): string {
    const folder = process.env[FOLDER];
    if (folder === undefined) throw new Error(`${FOLDER} does not say where the clouds are`);
    return folder;
  }
}

/** Inputs that a cloud cannot change: it makes another thing. Of pools only, where that loses machines. */
const LASTING: Readonly<Record<string, readonly string[]>> = {
  'aws:eks/nodeGroup:NodeGroup': ['amiType', 'capacityType', 'instanceTypes', 'nodeGroupName', 'subnetIds'],
};

/** Whether a thing names another: by its id, or by the name that was chosen for it. */
function uses({ inputs }: Thing, id: string, things: readonly Thing[]): boolean {
  if (JSON.stringify(inputs).includes(id)) return true;
  const owner = things.find((each) => each.id === id);
  if (owner?.type === 'aws:eks/cluster:Cluster') return inputs['clusterName'] === owner.state['name'];
  return owner?.type === 'aws:s3/bucket:Bucket' && inputs['bucket'] === owner.state['bucket'];
}

/** Whether a cloud takes a thing away with what it belongs to. */
function goesWith({ type }: Thing, owner: string): boolean {
  return GOES_WITH[owner]?.test(type) ?? false;
}

/** What clouds delete together with its owner, as far as stacks count on it. */
const GOES_WITH: Readonly<Record<string, RegExp>> = {
  'aws:eks/cluster:Cluster': /^aws:(ec2\/tag|eks\/(accessEntry|addon|podIdentityAssociation)):/,
  'aws:s3/bucket:Bucket': /^aws:s3\/bucket/,
  'azure-native:containerregistry:Registry': /^azure-native:containerregistry:/,
  'azure-native:containerservice:ManagedCluster': /^azure-native:containerservice:AgentPool$/,
  'azure-native:storage:StorageAccount': /^azure-native:storage:/,
};

/** Things that name others without holding them: a role can go before what says who may have it. */
const HOLDS_NOTHING = /^aws:eks\/(accessEntry|addon|podIdentityAssociation):/;

function refuseUnknown({ type }: Resource, inputs: Properties): void {
  const unknown = Object.keys(inputs).filter((key) => hasUnknown(inputs[key]));
  if (unknown.length > 0) throw new Error(`${type}: ${unknown.join(', ')} not known`);
}
