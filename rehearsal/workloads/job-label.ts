/** Label of everything that belongs to a job of a rehearsal: the job's name. */
export const JOB_LABEL = 'rehearsal.plinth.dev/job';

/** Label of a job by which people tell a notebook from other work. */
export const KIND_LABEL = 'plinth.dev/kind';
