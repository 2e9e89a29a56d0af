import type { TargetKind } from '../../spec/target.ts';

/** The parts of a first spec that depend on the place. */
export interface StarterTarget {
  /** Content of the section `target`, indented. */
  readonly section: string;
  /** The first pool, indented. */
  readonly pool: string;
}

/** A small, valid beginning for each target: two nodes of eight accelerators, or the smallest that trains. */
export function starterTarget(kind: TargetKind, kubernetes: string): StarterTarget {
  const { extra, nodes } = PLACES[kind];
  return {
    section: [`kind: ${kind}`, ...extra, `kubernetes: "${kubernetes}"`].map((line) => `  ${line}`).join('\n'),
    pool: ['- name: train', ...nodes.map((line) => `  ${line}`)].map((line) => `  ${line}`).join('\n'),
  };
}

const PLACES: Readonly<Record<TargetKind, { readonly extra: readonly string[]; readonly nodes: readonly string[] }>> = {
  aws: {
    extra: ['account: "111122223333" # your account', 'region: eu-west-1'],
    nodes: ['instance: p5.48xlarge', 'nodes: { min: 0, max: 2 }'],
  },
  gcp: {
    extra: ['project: my-project # your project', 'region: europe-west4', 'zones: [europe-west4-a]'],
    nodes: ['instance: a3-megagpu-8g', 'nodes: { min: 0, max: 2 }'],
  },
  azure: {
    extra: ['subscription: 00000000-0000-4000-8000-000000000001 # your subscription', 'region: westeurope'],
    nodes: ['instance: Standard_ND96isr_H100_v5', 'nodes: { min: 0, max: 2 }'],
  },
  digitalocean: {
    extra: ['team: my-team # your DigitalOcean team', 'region: ams3'],
    nodes: ['instance: gpu-h100x8-640gb', 'nodes: { min: 1, max: 2 }'],
  },
  baremetal: {
    extra: ['site: site-a', 'distribution: talos', 'machines: [] # for `pulumi up`: name, address and pool of each'],
    nodes: ['instance: generic-h100-hgx-8', 'nodes: { min: 2, max: 2 }'],
  },
  existing: {
    extra: [
      'cluster: lab',
      'networkPolicy: cilium # the network plugin that enforces NetworkPolicy',
      'apiServer: [10.0.0.10/32] # addresses of the API server: kubectl get endpointslices -n default',
    ],
    nodes: [
      'machine: { accelerator: nvidia-h100-80gb, count: 8, vcpus: 192, memory: 2Ti, fabric: infiniband }',
      'nodes: { min: 2, max: 2 }',
      'selector: { example.org/pool: train } # labels that these nodes carry',
    ],
  },
};
