import { TARGET_KINDS } from '../../spec/target-kind.ts';
import type { Answers } from './answers.ts';
import { secretsChoices, stateChoices, usualState } from './pulumi-choice.ts';
import { metadataName } from './starter-files.ts';

/** One question of `plinth init`. */
export interface Question {
  /** The question. */
  readonly message: string;
  /** What is answered unless told otherwise. */
  readonly initial: string;
  /** What can be chosen, each with its reason. @default - any text */
  readonly options?: readonly { readonly value: string; readonly because?: string }[];
  /** Says what is wrong with an answer, or nothing. @default - nothing is */
  readonly wrong?: (answer: string) => string | undefined;
}

/** Everything that may be asked, in this order: six questions at most. Team and environment are options: one word in the file. */
export const QUESTIONS = ['target', 'name', 'delivery', 'repository', 'state', 'secrets'] as const;

const DELIVERIES = [
  { value: 'argocd', because: 'Argo CD pulls the folder' },
  { value: 'flux', because: 'Flux pulls the folder' },
  { value: 'plain', because: 'kubectl apply, wave by wave; needs `plinth lock`' },
  { value: 'pulumi', because: '`pulumi up` brings them itself; needs `plinth lock`' },
];

/**
 * The question for one answer.
 *
 * @param so - what was answered before it, and the defaults of the rest
 * @returns nothing where the earlier answers leave no choice
 */
export function question(about: (typeof QUESTIONS)[number], so: Answers): Question | undefined {
  switch (about) {
    case 'target':
      return {
        message: 'Where does the platform run?',
        initial: so.target,
        options: TARGET_KINDS.map((value) => ({ value })),
      };
    case 'name':
      return { message: 'What is it called?', initial: so.name, wrong: metadataName };
    case 'delivery':
      return { message: 'How do manifests reach the cluster?', initial: so.delivery, options: DELIVERIES };
    case 'repository':
      if (so.delivery === 'plain' || so.delivery === 'pulumi') return undefined;
      return { message: 'Which Git repository holds them?', initial: so.repository };
    case 'state':
      return aboutState(so);
    case 'secrets':
      return aboutSecrets(so);
  }
}

function aboutState(so: Answers): Question {
  const choices = stateChoices(so).filter(({ value }) => so.delivery !== 'pulumi' || value !== 'none');
  return {
    message: 'Where does Pulumi keep what it knows of the infrastructure?',
    initial: usualState(so.target, so.delivery),
    options: choices,
  };
}

function aboutSecrets(so: Answers): Question | undefined {
  const { state = 'none' } = so;
  const choices = state === 'none' ? [] : secretsChoices(so, state);
  if (choices.length < 2) return undefined;
  return { message: 'What encrypts the secrets in it?', initial: choices[0]?.value ?? '', options: choices };
}
