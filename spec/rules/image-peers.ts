import type { Finding } from '../finding.ts';
import { liesIn } from '../image-mirrors.ts';
import { type ImagePeersSpec, PEER_REGISTRY } from '../image-peers.ts';
import { EVERY_SOURCE, mirrorsOf } from '../images.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText, type SpecPath } from '../spec-path.ts';
import type { TargetKind } from '../target.ts';

const PEERS = ['images', 'peers'] as const;

/** Places whose nodes cannot be prepared, and why. Source: Spegel's own table of distributions, 2026-07. */
const CLOSED_NODES: Partial<Readonly<Record<TargetKind, Pick<Finding, 'fix' | 'problem'>>>> = {
  gcp: {
    problem: 'nodes of GKE let nobody say that containerd keeps the layers of images: peers would have nothing to give',
    fix: 'leave images.peers out; GKE streams images of Artifact Registry to nodes by itself, and Plinth has switched that on',
  },
  digitalocean: {
    problem:
      'containerd on nodes of DigitalOcean reads no folder of registries, and nobody may change that: no peer would be asked',
    fix: 'leave images.peers out',
  },
};

/** Peers that can be asked, that have something to give, and that give it to nobody who must not have it. */
export function* imagePeers(spec: PlatformSpec): Iterable<Finding> {
  const peers = spec.images?.peers;
  if (peers === undefined) return;
  yield* closedNodes(spec);
  yield* unprepared(spec, peers);
  yield* layout(spec, peers);
  yield* trust(spec, peers);
  yield* repeated(peers);
  yield* lostMirrors(spec, peers);
  yield* neverNamed(spec, peers);
  yield* tooFew(spec);
}

function* closedNodes({ target: { kind } }: PlatformSpec): Iterable<Finding> {
  const closed = CLOSED_NODES[kind];
  if (closed !== undefined) yield error('IMAGE_PEERS_TARGET', PEERS, closed);
}

/** Whether Plinth makes the nodes, their images included. */
function madeHere({ target }: PlatformSpec): boolean {
  return target.kind !== 'existing' && !(target.kind === 'baremetal' && target.distribution === 'clusterApi');
}

function* unprepared(spec: PlatformSpec, { prepared }: ImagePeersSpec): Iterable<Finding> {
  if (prepared || madeHere(spec)) return;
  yield error('IMAGE_PEERS_UNPREPARED', [...PEERS, 'prepared'], {
    problem:
      'Plinth does not make these nodes: where containerd throws layers away after use, or does not read its folder of registries, peers have nothing or are never asked',
    fix: 'see that containerd is 1.7 or newer and that its image settings have registry.config_path (one folder, /etc/containerd/certs.d) and discard_unpacked_layers = false, as constructs/images/README.md writes them out; then set prepared to true',
  });
}

function* layout({ target: { kind } }: PlatformSpec, { layout }: ImagePeersSpec): Iterable<Finding> {
  if (layout === 'containerd' || kind === 'existing') return;
  yield error('IMAGE_PEERS_LAYOUT', [...PEERS, 'layout'], {
    problem: `where nodes keep containerd’s files is known on ${kind}, and ${layout} may be another place`,
    fix: 'leave layout out: it is for clusters that are there already',
  });
}

/** No credentials are asked for: what keeps teams' images apart in the registry does not hold between nodes. */
function* trust({ teams }: PlatformSpec, { registries, trust }: ImagePeersSpec): Iterable<Finding> {
  if (trust === 'shared' || teams.length < 2) return;
  const shown = teams.slice(0, 5).map(({ name }) => name);
  yield error('IMAGE_PEERS_TRUST', [...PEERS, 'trust'], {
    problem: `${teams.length} teams (${shown.join(', ')}${teams.length > 5 ? ', …' : ''}) could pull one another’s images of ${registries.join(', ')}: a peer asks for no credentials, and a digest is enough`,
    fix: 'set trust to shared if every team may read all images of these registries; otherwise name only registries with public images, or leave images.peers out',
  });
}

function* repeated({ registries }: ImagePeersSpec): Iterable<Finding> {
  for (const [index, host] of registries.entries())
    if (registries.indexOf(host) !== index)
      yield error('IMAGE_PEERS_REPEATED', [...PEERS, 'registries', index], {
        problem: `${host} stands in the list already`,
        fix: 'remove one of the two',
      });
}

/** Spegel empties containerd's folder first, and puts back only what belongs to a registry of its own. */
function* lostMirrors({ target }: PlatformSpec, { registries }: ImagePeersSpec): Iterable<Finding> {
  if (target.kind !== 'baremetal') return;
  for (const host of Object.keys(target.mirrors).filter((each) => !registries.includes(each)))
    yield error('IMAGE_PEERS_MIRROR_LOST', ['target', 'mirrors', host], {
      problem: `Spegel takes the mirror of ${host} out of containerd’s folder, because ${host} is none of its registries: nodes would pull past the mirror`,
      fix: PEER_REGISTRY.test(host)
        ? `add ${host} to images.peers.registries, which keeps the mirror behind the peers`
        : 'name mirrors of single registries on the usual port, which peers can have too, or leave images.peers out',
    });
}

/** A registry whose images the map gives other names: no node of the platform asks for it any more. */
function* neverNamed(spec: PlatformSpec, { registries }: ImagePeersSpec): Iterable<Finding> {
  const mirrors = mirrorsOf(spec);
  for (const [index, host] of registries.entries()) {
    if (mirrors.some(({ mirror }) => liesIn(mirror, host))) continue;
    const rule = mirrors.find(({ source }) => source === host || source === EVERY_SOURCE);
    if (rule === undefined) continue;
    const [place = ''] = rule.mirror.split('/');
    yield {
      code: 'IMAGE_PEERS_NEVER_NAMED',
      level: 'warning',
      at: pathText([...PEERS, 'registries', index]),
      problem: `images of ${host} are named ${rule.mirror}/… by images.mirrors: nodes ask peers for that name, and none for ${host}`,
      fix: place.includes(':')
        ? `leave ${host} out; ${place} has a port of its own, and peers share images of registries on the usual one only`
        : `name ${place} instead`,
    };
  }
}

/** Of n nodes that pull the same image one at least has it from the registry. */
function* tooFew({ pools }: PlatformSpec): Iterable<Finding> {
  const largest = pools.reduce((a, b) => (b.nodes.max > a.nodes.max ? b : a));
  const { max } = largest.nodes;
  if (max > 2) return;
  const saved =
    max === 2 ? 'at most 1 of 2 pulls comes from a peer, half of the bytes' : 'no other node has its images';
  yield {
    code: 'IMAGE_PEERS_FEW',
    level: 'warning',
    at: pathText(PEERS),
    problem: `the largest pool, ${largest.name}, has ${max === 1 ? '1 node' : `${max} nodes`} at most: ${saved}, while every node gives 128 MiB of memory and keeps compressed layers on its disk`,
    fix: 'leave images.peers out, or use it for pools of three nodes and more',
  };
}

function error(
  code: `IMAGE_PEERS_${Uppercase<string>}`,
  path: SpecPath,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at: pathText(path), problem, fix };
}
