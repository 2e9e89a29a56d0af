import type { TargetKind } from '../../spec/target.ts';
import type { SecretsChoice, StateChoice } from './pulumi-choice.ts';

/** What `plinth init` asks, or is told by an option. */
export interface Answers {
  /** Where the platform runs. */
  readonly target: TargetKind;
  /** Name of the platform. */
  readonly name: string;
  /** Environment that is begun with; with Pulumi there is `prod` beside it. */
  readonly environment: string;
  /** Name of the first team. */
  readonly team: string;
  /** How manifests reach the cluster. */
  readonly delivery: 'argocd' | 'flux' | 'plain' | 'pulumi';
  /** Git repository that the rendered folder is committed to. */
  readonly repository: string;
  /** Where Pulumi keeps its state. @default - see {@link usualState} */
  readonly state?: StateChoice;
  /** What encrypts the secrets in it. @default passphrase */
  readonly secrets?: SecretsChoice;
}

/** Answers that `--yes` gives: the target that needs nothing but a kubeconfig. */
export const DEFAULT_ANSWERS = {
  target: 'existing',
  name: 'atlas',
  environment: 'dev',
  team: 'vision',
  delivery: 'argocd',
  repository: 'https://git.example.org/atlas.git',
} as const satisfies Answers;

/** One environment and its spec. */
export interface StarterSpec {
  /** Environment. */
  readonly environment: string;
  /** Its spec, from the folder. */
  readonly file: string;
}
