import { Construct } from 'constructs';
import type { PolicyException, PolicySpec } from '../../spec/policy.ts';
import type { Validation } from '../imports/kubernetes.gen.ts';
import { AdmissionPolicy, TEAM_NAMESPACES } from './admission-policy.ts';
import { textOf } from './cel.ts';
import { NOT_A_CONTROLLER, NOT_AN_ADMINISTRATOR } from './requester.ts';
import { TEAM_WORKLOADS } from './team-workloads.ts';

/** Labels that teams must give. */
export interface RequiredLabelsProps {
  /** The labels, each with the pattern of its values. */
  readonly labels: PolicySpec['labels'];
  /** Exceptions from it. */
  readonly exceptions: readonly PolicyException[];
}

/** Refuses jobs, workloads and single pods of teams that lack a label, or have it with a value of another form. */
export class RequiredLabels extends Construct {
  public constructor(scope: Construct, id: string, { exceptions, labels }: RequiredLabelsProps) {
    super(scope, id);
    new AdmissionPolicy(this, 'policy', {
      name: 'plinth-required-labels',
      refuses: `what lacks one of the labels ${labels.map(({ key }) => key).join(', ')}`,
      on: TEAM_WORKLOADS,
      namespaces: TEAM_NAMESPACES,
      conditions: [NOT_A_CONTROLLER, NOT_AN_ADMINISTRATOR],
      validations: labels.map(validation),
      exceptions,
    });
  }
}

function validation({ key, pattern }: PolicySpec['labels'][number]): Validation {
  const value = `object.metadata.?labels[?${textOf(key)}].orValue('')`;
  const form = pattern === undefined ? 'with a value' : `with a value of the form ${pattern}`;
  return {
    expression: pattern === undefined ? `${value} != ''` : `${value}.matches(${textOf(`^(${pattern})$`)})`,
    message: `the label ${key} is missing or wrong: add it to metadata.labels ${form}`,
  };
}
