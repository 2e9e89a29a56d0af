import type { Construct } from 'constructs';
import { type Component, components } from '../../catalog/index.ts';
import { enforce } from '../../spec/finding.ts';
import { type AddOn, Room, type RoomProps } from '../core/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { type AcceleratorNeeds, acceleratorNeeds, isPlugged } from './accelerator-needs.ts';
import { ACCELERATOR_RULES } from './accelerator-rules.ts';
import { AgentNamespace } from './agent-namespace.ts';
import { type AmdGpuOperatorValues, amdGpuOperatorValues } from './amd-gpu-operator-values.ts';
import { AmdPool } from './amd-pool.ts';
import { AscendDevicePlugin } from './ascend-device-plugin.ts';
import { DcgmMetrics } from './dcgm-fields.ts';
import { DevicePluginConfig } from './device-plugin-config.ts';
import { type EfaValues, efaValues } from './efa-values.ts';
import { GkeDriver } from './gke-driver.ts';
import { GpudirectAgents } from './gpudirect-agents.ts';
import { GpudirectNetworks } from './gpudirect-networks.ts';
import { type KataDeployValues, kataDeployValues } from './kata-deploy-values.ts';
import { MigConfig } from './mig-config.ts';
import { type NetworkOperatorValues, networkOperatorValues } from './network-operator-values.ts';
import { type NeuronValues, neuronValues } from './neuron-values.ts';
import { type NfdValues, nfdValues } from './nfd-values.ts';
import { acceleratorNodeLabels, type NodeLabels } from './node-labels.ts';
import { haveComputeDomains, type NvidiaDraDriverValues, nvidiaDraDriverValues } from './nvidia-dra-driver-values.ts';
import { type NvidiaGpuOperatorValues, nvidiaGpuOperatorValues } from './nvidia-gpu-operator-values.ts';
import { PoolDeviceClass } from './pool-device-class.ts';
import { RdmaDevices } from './rdma-devices.ts';
import { needsKataDeploy, SandboxRuntime, sandboxesOf, sandboxRuntime } from './sandbox-runtime.ts';
import { TeamClaims } from './team-claims.ts';

/** What the room is given. */
export interface AcceleratorsProps extends RoomProps {
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
}

/** Whether a platform has accelerators, or teams whose pods run in a sandbox. */
export function needsAccelerators(props: Pick<RoomProps, 'facts' | 'spec'>): boolean {
  return acceleratorNeeds(props).pools.length > 0 || sandboxesOf(props.spec.teams).length > 0;
}

/**
 * Accelerators: drivers, device plugins, partitions, RDMA devices and sandboxes, each with one owner on each pool.
 *
 * @throws {PlatformError} `ACCELERATORS_DRA_DRIVER_ROOT` or `ACCELERATORS_RUNTIME_MIXED` if pools differ in what one installation
 * for all of them has to know.
 */
export class Accelerators extends Room {
  /** What is installed, and for which pools. */
  public readonly needs: AcceleratorNeeds;
  /** Classes of the pools whose devices are claimed, in the spec's order. */
  public readonly deviceClasses: readonly PoolDeviceClass[];
  /** RuntimeClasses that the room makes; not those that the place itself brings. */
  public readonly runtimes: readonly SandboxRuntime[];
  readonly #props: AcceleratorsProps;
  readonly #labels: ReadonlyMap<string, NodeLabels>;

  public constructor(scope: Construct, props: AcceleratorsProps) {
    super(scope, 'accelerators', props);
    enforce(props, ACCELERATOR_RULES);
    this.#props = props;
    this.#labels = acceleratorNodeLabels(props);
    this.needs = acceleratorNeeds(props);
    const { amdOperator, ascend, draDriver, efa, features, gkeDriver, gpudirect, neuron, nvidiaOperator, rdma } =
      this.needs;

    const discovery = features.length > 0 ? [this.#features()] : [];
    if (nvidiaOperator.length > 0) this.#nvidiaOperator(discovery);
    if (gkeDriver.length > 0) this.#gkeDriver();
    this.deviceClasses = draDriver.length > 0 ? this.#draDriver() : [];
    if (amdOperator.length > 0) this.#amdOperator(discovery);
    if (neuron.length > 0) this.#neuron();
    if (ascend.length > 0) this.#ascend();
    if (efa.length > 0) this.#efa();
    if (rdma.length > 0) this.#rdma(discovery);
    if (gpudirect.length > 0) this.#gpudirect();
    this.runtimes = this.#sandboxes();
  }

  /** Labels that the nodes of a pool must carry from the beginning; whoever makes the nodes sets them. */
  public nodeLabels(pool: string): NodeLabels {
    return this.#labels.get(pool) ?? {};
  }

  #features(): AddOn<NfdValues> {
    return this.install<NfdValues>({
      component: components['node-feature-discovery'],
      namespace: this.#namespace('node-feature-discovery', 'its workers read the devices of their node from /sys'),
      values: nfdValues(this.needs.features),
      ready: [{ kind: 'Deployment', name: 'node-feature-discovery-master' }],
    });
  }

  #nvidiaOperator(after: readonly AddOn[]): void {
    const pools = this.needs.nvidiaOperator;
    const plugged = pools.filter(isPlugged);
    const namespace = this.#namespace('gpu-operator', 'its agents load drivers and open the devices of their node');
    const chart = this.in('operators');
    const sharing = plugged
      .map(({ pool }) => pool)
      .filter(({ sharing: { kind } }) => kind !== 'whole' && kind !== 'partition');
    const cut = plugged.filter(({ pool }) => pool.sharing.kind === 'partition');
    const config = { namespace, pools: sharing, name: 'device-plugin-config' };
    this.install<NvidiaGpuOperatorValues>({
      component: components['nvidia-gpu-operator'],
      namespace,
      values: nvidiaGpuOperatorValues({
        spec: this.#props.spec,
        pools,
        sharing: sharing.length > 0 ? new DevicePluginConfig(chart, 'sharing', config).name : undefined,
        partitions:
          cut.length > 0
            ? new MigConfig(chart, 'partitions', { namespace, pools: cut, name: 'mig-config' }).name
            : undefined,
        metrics:
          this.#props.spec.observability === undefined
            ? undefined
            : new DcgmMetrics(chart, 'metrics', { namespace, name: 'dcgm-metrics' }).name,
      }),
      after,
      ready: [{ kind: 'Deployment', name: 'gpu-operator' }],
    });
  }

  #gkeDriver(): void {
    const namespace = this.#namespace('gke-driver-system', 'its agents load drivers');
    new GkeDriver(this.in('operators'), 'gke-driver', { namespace, pools: this.needs.gkeDriver });
  }

  #draDriver(): readonly PoolDeviceClass[] {
    const { draDriver } = this.needs;
    const namespace = this.#namespace('gpu-dra-driver', 'its agents open the devices of their node');
    this.install<NvidiaDraDriverValues>({
      component: components['nvidia-dra-driver'],
      namespace,
      values: nvidiaDraDriverValues(draDriver),
      ready: haveComputeDomains(draDriver) ? [{ kind: 'Deployment', name: 'dra-driver-nvidia-gpu-controller' }] : [],
    });
    const classes = draDriver.map((of) => new PoolDeviceClass(this.in('platform'), `class-${of.pool.name}`, of));
    for (const space of this.#props.spaces) this.#claims(space, classes);
    return classes;
  }

  #claims({ namespaces, team }: TeamSpace, classes: readonly PoolDeviceClass[]): void {
    const open = classes.filter(({ className }) => team.quota[className] !== undefined);
    if (open.length === 0) return;
    for (const { name } of namespaces)
      new TeamClaims(this.for(team.name), `claims-${name}`, { namespace: name, classes: open });
  }

  #amdOperator(after: readonly AddOn[]): void {
    const namespace = this.#namespace('amd-gpu-operator', 'its agents load drivers and open the devices of their node');
    this.install<AmdGpuOperatorValues>({
      component: components['amd-gpu-operator'],
      namespace,
      values: amdGpuOperatorValues(this.needs.amdOperator),
      after,
      ready: [{ kind: 'Deployment', name: 'amd-gpu-operator-gpu-operator-charts-controller-manager' }],
    });
    for (const pool of this.needs.amdOperator)
      new AmdPool(this.in('platform'), `amd-${pool.pool.name}`, { namespace, pool });
  }

  #neuron(): void {
    const namespace = this.#namespace('neuron', 'its agents open the devices of their node and read its kernel log');
    this.install<NeuronValues>({
      component: components['aws-neuron'],
      namespace,
      values: neuronValues(namespace, this.needs.neuron),
    });
  }

  #ascend(): void {
    // The catalogue lists the image of one operating system or none; without one the site installs the plugin.
    const { images }: Component = components['ascend-device-plugin'];
    const [image] = images;
    if (image === undefined) return;
    const namespace = this.#namespace('ascend-system', 'its agents open the devices of their node');
    new AscendDevicePlugin(this.in('operators'), 'ascend', { namespace, image, pools: this.needs.ascend });
  }

  #efa(): void {
    this.install<EfaValues>({
      component: components['aws-efa-device-plugin'],
      namespace: this.#namespace('efa-system', 'its agents reach the network devices of their node'),
      values: efaValues(this.needs.efa),
    });
  }

  #rdma(after: readonly AddOn[]): void {
    const component = components['nvidia-network-operator'];
    this.install<NetworkOperatorValues>({
      component,
      namespace: this.#namespace('network-operator', 'its agents reach the network devices of their node'),
      values: networkOperatorValues(),
      after,
      ready: [{ kind: 'Deployment', name: 'nvidia-network-operator' }],
    });
    new RdmaDevices(this.in('platform'), 'rdma', { component, pools: this.needs.rdma });
  }

  #gpudirect(): void {
    const because = 'its agents put libraries on their node and open its network cards';
    const namespace = this.#namespace('gpudirect-system', because);
    const { gpudirect: pools } = this.needs;
    const { acceleratorNetworks: networks = [] } = this.#props.facts;
    new GpudirectAgents(this.in('operators'), 'gpudirect', { namespace, pools });
    new GpudirectNetworks(this.in('platform'), 'gpudirect-networks', { networks });
  }

  #sandboxes(): readonly SandboxRuntime[] {
    const { facts, spec } = this.#props;
    const kata = spec.teams.filter(({ sandbox }) => sandbox === 'kata');
    if (kata.length > 0 && needsKataDeploy(spec.target)) {
      this.install<KataDeployValues>({
        component: components['kata-deploy'],
        namespace: this.#namespace('kata-system', 'its agents put the runtime on their node'),
        values: kataDeployValues(facts.pools.filter(({ name }) => kata.some(({ quota }) => quota[name] !== undefined))),
      });
    }
    return sandboxesOf(spec.teams).flatMap((sandbox) => {
      const runtime = sandboxRuntime(spec, sandbox);
      return runtime === undefined ? [] : new SandboxRuntime(this.in('platform'), `sandbox-${sandbox}`, runtime);
    });
  }

  #namespace(name: string, because: string): string {
    const { kind: target, kubernetes } = this.#props.spec.target;
    return new AgentNamespace(this.in('operators'), `namespace-${name}`, { name, kubernetes, target, because }).name;
  }
}
