/** Images: how they come to nodes from other nodes. */
export { ImagePeers, type ImagePeersProps } from './image-peers.ts';
export { Images, type ImagesProps } from './images.ts';
export { containerdSettings, sharesImages } from './node-settings.ts';
export { type ContainerdFiles, containerdFiles, PEER_PODS, PEERS, PEERS_NAMESPACE } from './peer-places.ts';
export type { PeerPodProps } from './peer-pod.ts';
