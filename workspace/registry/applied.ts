import { createHash } from 'node:crypto';
import type { SecretKeeper } from './secret-keeper.ts';

/** Secret that holds the fingerprints. */
export interface AppliedPlace {
  /** Its name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
}

/** Stands for a secret that is about to change: if it still does at the next run, the change was cut. */
const CHANGING = 'changing';

/**
 * Fingerprints of secrets that were applied. Harbor shows none of them, so this is how a second run knows that nothing
 * changed, and how a run that was cut in the middle is found out.
 */
export class Applied {
  readonly #place: AppliedPlace;
  readonly #keeper: SecretKeeper | undefined;
  #marks: Record<string, string> | undefined;

  public constructor(place: AppliedPlace, keeper: SecretKeeper | undefined) {
    this.#place = place;
    this.#keeper = keeper;
  }

  /** Whether this very secret was applied, to the end. */
  public async has(key: string, secret: string): Promise<boolean> {
    return (await this.#read())[keyOf(key)] === fingerprint(secret);
  }

  /** Says that a secret is about to change. */
  public begin(key: string): Promise<void> {
    return this.#set(key, CHANGING);
  }

  /** Says that a secret is applied everywhere. */
  public end(key: string, secret: string): Promise<void> {
    return this.#set(key, fingerprint(secret));
  }

  async #read(): Promise<Record<string, string>> {
    this.#marks ??= { ...(await this.#keeper?.read(this.#place.namespace, this.#place.name))?.data };
    return this.#marks;
  }

  async #set(key: string, mark: string): Promise<void> {
    const marks = { ...(await this.#read()), [keyOf(key)]: mark };
    await this.#keeper?.write(this.#place.namespace, this.#place.name, { annotations: {}, data: marks });
    this.#marks = marks;
  }
}

/** Keys of a Secret hold letters, digits and `-._` only. */
function keyOf(key: string): string {
  return key.replace(/[^-._a-zA-Z0-9]/g, '_');
}

function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
