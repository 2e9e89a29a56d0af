import { podSecurityRule } from './pod-security-rule.ts';

/** Pods keep to the restricted level of the Pod Security Standards. */
export const podRestricted = podSecurityRule('restricted', {
  id: 'SECURITY_POD_RESTRICTED',
  weight: 8,
  title: 'Pods keep to the restricted level of the Pod Security Standards.',
  why: 'a program that is taken over should have as few rights as it needs, and restricted namespaces refuse the pod',
  fix: 'set runAsNonRoot, seccompProfile RuntimeDefault, allowPrivilegeEscalation false and drop ALL capabilities',
});
