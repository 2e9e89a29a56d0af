/** Images of pods are read where rooms need them, too. */
export { podImages } from '../constructs/core/index.ts';
