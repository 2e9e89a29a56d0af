/** Waits until an address answers. @param seconds - longest wait */
export async function answers(url: string, seconds = 30): Promise<void> {
  for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; ) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}
