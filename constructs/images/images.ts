import type { Construct } from 'constructs';
import type { ImagePeersSpec } from '../../spec/image-peers.ts';
import { PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { ImagePeers } from './image-peers.ts';
import { containerdFiles, PEERS_NAMESPACE } from './peer-places.ts';

/** What the room is given. */
export interface ImagesProps extends RoomProps {
  /** What the spec says about peers. */
  readonly peers: ImagePeersSpec;
}

/** Images: how they come to nodes from other nodes. Names under which a closed network has them are no room's: they are written last. */
export class Images extends Room {
  public constructor(scope: Construct, props: ImagesProps) {
    super(scope, 'images', props);
    const { facts, peers, spec } = props;
    new PlatformNamespace(this.in('operators'), 'namespace', {
      name: PEERS_NAMESPACE,
      kubernetes: spec.target.kubernetes,
      level: 'privileged',
      because: 'its agents read the images of their node from containerd, and answer at a port of the node',
    });
    new ImagePeers(this.in('operators'), 'peers', {
      peers,
      files: containerdFiles(spec, peers.layout),
      version: spec.components['spegel']?.version,
      network: facts.network,
    });
  }
}
