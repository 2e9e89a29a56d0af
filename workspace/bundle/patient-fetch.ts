/** How servers are waited for. */
export interface Patience {
  /** Longest wait for the beginning of an answer. Unit: milliseconds. @default 300 000 */
  readonly patience?: number;
  /** Waits between tries; tests give a short one. Unit: milliseconds. @default - the clock */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

const TRIES = 4;
/** Answers that may be others a moment later. */
export const TRY_AGAIN = [408, 425, 429, 500, 502, 503, 504];

/** One call; it ends where no answer begins in time, however long the answer itself then takes. */
export function fetchInTime(url: string, init: RequestInit, patience = 300_000): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error('no answer in time')), patience);
  return fetch(url, { ...init, signal: limit.signal }).finally(() => clearTimeout(timer));
}

/**
 * Makes a call again after a cut, and after answers that may be others a moment later.
 *
 * @param call - does the same twice
 * @returns the last answer, or why there was none
 */
export async function triedAgain(call: () => Promise<Response>, wait = pause): Promise<Response | Error> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call().catch((error: unknown) => error as Error);
    const again = answer instanceof Error || TRY_AGAIN.includes(answer.status);
    if (!again || attempt >= TRIES) return answer;
    if (!(answer instanceof Error)) await answer.body?.cancel();
    await wait(250 * 2 ** attempt);
  }
}

/** Why a call was not answered, in the words of whoever knows it best. */
export function reasonOf(error: Error): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
