/** Time in which an overwritten or deleted object can be brought back. Unit: days. */
export const RECOVERY_DAYS = 30;

/** Time after which an upload that nobody finished is thrown away. Unit: days. */
export const UPLOAD_DAYS = 7;
