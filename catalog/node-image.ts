/** Image with the Node that Plinth runs on where it runs in a platform. Its tag moves with patches: what was taken is noted by digest. */
export const NODE_IMAGE = 'docker.io/library/node:24-slim';
