/** Pool of the platform's own controllers, and a size that holds them all; three survive the loss of a zone. */
export const SYSTEM_POOL = { name: 'plinth-system', instance: 'n2-standard-4', nodes: 3 } as const;
