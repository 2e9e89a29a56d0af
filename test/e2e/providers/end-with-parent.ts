/** How often it is looked. Unit: milliseconds. What is under way goes on that long, as it would at a provider of a cloud. */
const LOOK_MILLISECONDS = 500;

/** Ends this process when the engine that started it is gone, killed for example. */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, LOOK_MILLISECONDS).unref();
}
