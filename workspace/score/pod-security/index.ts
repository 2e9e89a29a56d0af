/** Pod Security: the Pod Security Standards of Kubernetes, read from a pod alone. */
export type { CheckedLevel, PodSecurityCheck, PodViolation } from './check.ts';
export { type Container, containersOf, contextsOf, type Pod, type PodSpec, type SecurityContext } from './pod.ts';
export { POD_SECURITY_CHECKS, type PodFinding, type PodSecurityVersion, podSecurity } from './pod-security.ts';
