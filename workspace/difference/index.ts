/** Differences: what changes between two states of a platform, object by object and field by field. */
export { type DifferenceTextOptions, differenceText } from './difference-text.ts';
export { differences } from './differences.ts';
export { earlierObjects } from './earlier-objects.ts';
export type { FieldChange, ObjectDifference, ObjectReference, TextHunk } from './object-difference.ts';
export { objectsAtRevision, readObjects } from './read-objects.ts';
export { renderedObjects } from './rendered-objects.ts';
