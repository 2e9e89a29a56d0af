/** What a folder of a user's own imports to be a project of Pulumi: `plinth/program`. */
export type { EnvironmentExports } from '../stacks/environment.ts';
export type { ClusterObject } from '../stacks/kubernetes-object.ts';
export type { OwnPart, OwnPartArgs, OwnPartMade } from '../stacks/own-part.ts';
export { type EnvironmentAdditions, environmentProgram } from './environment-program.ts';
export { default } from './pulumi-program.ts';
