import { type AddOn, type Manifest, WAVES, type Wave, waveFolder } from '../../constructs/core/index.ts';
import type { Platform } from '../../constructs/platform.ts';
import type { DeliverySpec } from '../../spec/delivery.ts';
import type { GraphEdge, GraphNode, GraphPiece } from './graph.ts';
import { inWords } from './in-words.ts';

const GROUP = 'delivery';

/** Draws how the platform is delivered: the Git folder, who reads it, and the rooms with their add-ons wave by wave. */
export function deliveryPiece(platform: Platform, manifests: readonly Manifest[], delivery: DeliverySpec): GraphPiece {
  const waves = WAVES.map((wave) => ({ wave, nodes: roomNodes(wave, platform, manifests) })).filter(
    ({ nodes }) => nodes.length > 0,
  );
  const sources = sourceNodes(delivery);
  const chain = [...sources.map(({ id }) => id), ...waves.map(({ wave }) => groupOf(wave))];
  return {
    groups: [
      { id: GROUP, title: 'Delivery: rooms and add-ons, wave by wave', part: 'delivery' },
      ...waves.map(
        ({ wave }) => ({ id: groupOf(wave), title: waveFolder(wave), part: 'rooms', parent: GROUP }) as const,
      ),
    ],
    nodes: [...sources, ...waves.flatMap(({ nodes }) => nodes)],
    edges: chain.slice(1).map((to, index): GraphEdge => ({ from: chain[index] ?? to, to })),
  };
}

function sourceNodes(delivery: DeliverySpec): GraphNode[] {
  const node = (id: string, title: string, lines: readonly string[]): GraphNode => {
    return { id: `${GROUP}:${id}`, group: GROUP, part: 'delivery', title, lines };
  };
  if (delivery.kind === 'plain') return [node('by', 'plain folder', ['kubectl apply -k, wave by wave'])];
  if (delivery.kind === 'pulumi') return [node('by', 'Pulumi', ['pulumi up'])];
  const { kind, path, repository, revision } = delivery;
  return [
    node('from', 'Git repository', [repository, `${path} at ${revision}`]),
    node('by', kind === 'argocd' ? 'Argo CD' : 'Flux', []),
  ];
}

function roomNodes(wave: Wave, platform: Platform, manifests: readonly Manifest[]): GraphNode[] {
  const inWave = manifests.filter((manifest) => manifest.wave === wave);
  const rooms = new Set([...platform.rooms.map(({ node }) => node.id), ...inWave.map(({ room }) => room)]);
  return [...rooms].flatMap((room) => {
    const objects = inWave.filter((manifest) => manifest.room === room).length;
    const addOns = (platform.rooms.find(({ node }) => node.id === room)?.addOns ?? []).filter(
      (each) => each.wave === wave,
    );
    if (objects + addOns.length === 0) return [];
    const lines = [...addOns.map(addOnLine), ...(objects === 0 ? [] : [inWords(objects, 'object')])];
    return [{ id: `room:${wave}:${room}`, group: groupOf(wave), part: 'rooms', title: room, lines } as const];
  });
}

function addOnLine({ component, version }: AddOn): string {
  return `${component.name} ${version}`;
}

function groupOf(wave: Wave): string {
  return `wave:${wave}`;
}
