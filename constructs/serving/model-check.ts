import type { Container, NetworkPolicyEgressRule, Volume } from '../imports/kubernetes.gen.ts';
import type { ModelSource } from './model-source.ts';
import type { Revision } from './revision.ts';

/** What a check adds to the pods of a server. */
export interface ModelCheckParts {
  /** Runs to its end before the server starts; where it fails the server never starts. */
  readonly container: Container;
  /** Further volumes of the pod. @default - none */
  readonly volumes?: readonly Volume[];
  /** Ways out that it needs. @default - none */
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

/** Looks at a revision's model before its server starts. Nothing: this revision is not looked at. */
export type ModelCheck = (revision: Revision, source: ModelSource) => ModelCheckParts | undefined;
