import { ComponentResource, type ComponentResourceOptions, interpolate } from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { ExternalObject } from '../spec/facts.ts';
import type { ClusterObject } from './kubernetes-object.ts';

/** Which secrets. */
export interface GeneratedSecretsArgs {
  /** Objects that rooms need and nobody else brings; each a Secret that says its keys. */
  readonly secrets: readonly ExternalObject[];
}

/** Length of a password of letters and digits; about 190 bits. */
const LENGTH = 32;

/**
 * Passwords that nobody has to know, such as that of a database inside the cluster.
 *
 * They are made once and kept in the state, encrypted; nothing that is rendered holds them.
 */
export class GeneratedSecrets extends ComponentResource {
  /** The secrets, for the cluster. */
  public readonly objects: readonly ClusterObject[];
  readonly #name: string;
  readonly #made = new Map<string, RandomPassword>();

  public constructor(name: string, { secrets }: GeneratedSecretsArgs, opts?: ComponentResourceOptions) {
    super('plinth:kubernetes:GeneratedSecrets', name, {}, opts);
    this.#name = name;
    this.objects = secrets.map((each) => this.#object(each));
    this.registerOutputs();
  }

  #object({ apiVersion, htpasswd, keys = [], kind, name, namespace, source }: ExternalObject): ClusterObject {
    if (kind !== 'Secret' || keys.length === 0)
      throw new Error(`bug: nobody knows how to make ${kind} ${namespace}/${name}`);
    const made = new Map(keys.map((key) => [key, this.#password(`${source ?? `${namespace}-${name}`}-${key}`)]));
    const stringData = Object.fromEntries([...made].map(([key, { result }]) => [key, result]));
    const login = htpasswd && made.get(htpasswd.of);
    if (htpasswd !== undefined && login !== undefined)
      stringData[htpasswd.key] = interpolate`${htpasswd.user}:${login.bcryptHash}`;
    return { apiVersion, kind, metadata: { name, namespace }, stringData };
  }

  /** Made once for all who ask for the same. */
  #password(what: string): RandomPassword {
    const name = `${this.#name}-${what}`;
    const password =
      this.#made.get(name) ?? new RandomPassword(name, { length: LENGTH, special: false }, { parent: this });
    this.#made.set(name, password);
    return password;
  }
}
