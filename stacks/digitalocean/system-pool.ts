/**
 * Machines of the platform's own controllers. They stand inside the cluster's own resource, which DigitalOcean does not make without:
 * another size there would replace the whole cluster, so it is the same for all.
 */
export const SYSTEM_POOL = { name: 'plinth-system', size: 'g-4vcpu-16gb', nodes: 3 } as const;
