import { PlatformError } from '../../spec/finding.ts';

/** Things that are done at the same time. */
const AT_ONCE = 6;

/**
 * Works through a list, a few at a time. After a failure nothing more is begun, and what is begun is waited for.
 *
 * @returns what came of each, in their order
 * @throws {PlatformError} with everything that was found wrong; any other error as it is.
 */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const found: R[] = [];
  const failed: unknown[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failed.length > 0) return;
      try {
        found[index] = await work(item);
      } catch (error) {
        failed.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const other = failed.find((error) => !(error instanceof PlatformError));
  if (other !== undefined) throw other;
  const findings = failed.flatMap((error) => (error instanceof PlatformError ? error.findings : []));
  if (findings.length > 0) throw new PlatformError(findings);
  return found;
}
