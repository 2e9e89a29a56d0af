import { createHash } from 'node:crypto';

/** SHA-256 of bytes that come one after the other. */
export class RunningDigest {
  readonly #hash = createHash('sha256');
  /** Bytes so far. */
  public size = 0;

  public add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.size += bytes.length;
  }

  /** The digest; nothing can be added after it. */
  public end(): string {
    return `sha256:${this.#hash.digest('hex')}`;
  }
}
