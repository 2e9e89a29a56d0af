import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { RegistrySpec } from '../../spec/registry.ts';
import type { Access } from '../access/index.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { type CloudNativePgValues, cloudNativePgValues } from './cloudnative-pg-values.ts';
import { DATABASE_OPERATOR_NAMESPACE, Database } from './database.ts';
import { ExperimentTracking } from './experiment-tracking.ts';
import { Harbor } from './harbor.ts';
import { HARBOR, harborPods } from './harbor-names.ts';
import { harborSettings } from './harbor-settings.ts';
import type { HarborProject, HarborSettings } from './harbor-settings-form.ts';
import { HarborSecretsRole, HarborSettingsJob } from './harbor-settings-job.ts';
import { type HarborDatabase, type HarborValues, harborValues } from './harbor-values.ts';
import { ReplicatedValkey } from './replicated-valkey.ts';

/** What the registry is given. */
export interface RegistryProps extends RoomProps {
  /** What the spec says about it. */
  readonly registry: RegistrySpec;
  /** The way in. */
  readonly access: Access;
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
}

/** Registry: images, charts, models, and what is known about how models came to be. */
export class Registry extends Room {
  /** Names of the registry: for people and other clusters, and for the cluster's own nodes. */
  public readonly hosts: RegistrySpec['hosts'];
  /** Harbor, which keeps images, charts and models. */
  public readonly harbor: AddOn<HarborValues>;
  /** The operator of databases. */
  public readonly databases: AddOn<CloudNativePgValues>;
  /** Experiments of the teams, in the spec's order; empty where the spec wants none. */
  public readonly tracking: readonly ExperimentTracking[];
  /** What is set in Harbor: projects, accounts, rules. */
  public readonly settings: HarborSettings;
  readonly #props: RegistryProps;

  public constructor(scope: Construct, props: RegistryProps) {
    super(scope, 'registry', props);
    this.#props = props;
    const { access, registry, spec } = props;
    this.hosts = registry.hosts;
    this.settings = harborSettings({ spec, registry, signIn: access.signIn });

    this.databases = this.#databases();
    this.#namespace(HARBOR.namespace);
    this.harbor = this.#harbor();
    this.#settings();
    this.tracking = registry.tracking ? this.#tracking() : [];
  }

  /**
   * Project of a team: images are called `<host>/<name>/…`.
   *
   * @throws {Error} if there is no such team.
   */
  public project(team: string): HarborProject {
    const found = this.settings.projects.find(({ cacheOf, name }) => name === team && cacheOf === undefined);
    if (found === undefined) throw new Error(`bug: the registry has no project of a team ${team}`);
    return found;
  }

  #namespace(name: string): void {
    const { kubernetes } = this.#props.spec.target;
    new PlatformNamespace(this.in('operators'), `namespace-${name}`, { name, kubernetes });
  }

  #databases(): AddOn<CloudNativePgValues> {
    this.#namespace(DATABASE_OPERATOR_NAMESPACE);
    return this.install<CloudNativePgValues>({
      component: components['cloudnative-pg'],
      namespace: DATABASE_OPERATOR_NAMESPACE,
      values: cloudNativePgValues(this.#props.spec),
      ready: [{ kind: 'Deployment', name: 'cloudnative-pg' }],
    });
  }

  #tracking(): readonly ExperimentTracking[] {
    const { access, facts, spaces, spec } = this.#props;
    const common = { facts, access, kubernetes: spec.target.kubernetes, version: spec.components['mlflow']?.version };
    return spaces.map((space) => new ExperimentTracking(this.for(space.team.name), 'tracking', { ...common, space }));
  }

  #harbor(): AddOn<HarborValues> {
    const { access, facts, registry, spec } = this.#props;
    const database = this.#database();
    const cache = new ReplicatedValkey(this.in('platform'), HARBOR.cache, {
      name: HARBOR.cache,
      namespace: HARBOR.namespace,
      clients: harborPods(),
      storageClass: facts.blockStorage,
    });
    const makesUp = facts.access?.secretStore !== undefined;
    new Harbor(this.in('platform'), 'harbor-around', { access, registry, makesUp, external: this.external });
    return this.install<HarborValues>({
      component: components.harbor,
      namespace: HARBOR.namespace,
      // Its database and keys are objects of controllers that the wave before brings.
      wave: 'platform',
      values: harborValues({ spec, registry, facts, database, cache }),
      ready: ['core', 'portal', 'jobservice', 'registry', 'nginx'].map((part) => ({
        kind: 'Deployment',
        name: `harbor-${part}`,
      })),
    });
  }

  #database(): HarborDatabase {
    return new Database(this.in('platform'), HARBOR.database, {
      name: HARBOR.database,
      namespace: HARBOR.namespace,
      database: 'registry',
      owner: 'harbor',
      storageClass: this.#props.facts.blockStorage,
    });
  }

  /** Harbor's settings are kept from inside where there is an image that does it; else somebody runs the verb. */
  #settings(): void {
    const { image } = this.#props.registry;
    if (image === undefined) return;
    const settings = { settings: this.settings, image };
    const { secrets } = new HarborSettingsJob(this.in('platform'), 'harbor-settings', settings);
    for (const [namespace, names] of secrets) {
      const space = this.#props.spaces.find(({ namespaces }) => namespaces.some(({ name }) => name === namespace));
      const chart = space === undefined ? this.in('platform') : this.for(space.team.name);
      new HarborSecretsRole(chart, `harbor-secrets-${namespace}`, { namespace, names });
    }
  }
}
