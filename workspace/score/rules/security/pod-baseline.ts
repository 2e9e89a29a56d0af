import { podSecurityRule } from './pod-security-rule.ts';

/** Pods keep to the baseline of the Pod Security Standards. */
export const podBaseline = podSecurityRule('baseline', {
  id: 'SECURITY_POD_BASELINE',
  weight: 10,
  title: 'Pods keep to the baseline of the Pod Security Standards.',
  why: 'what passes the baseline is a way from a container to its machine, and from there to every tenant on it',
  fix: 'take the setting away, or move the agent that needs it into a namespace of its own whose reason says why',
});
