import { type RegistryAccess, RegistryClient } from './registry-client.ts';

/** One client for each registry, so that each is asked for a token once. */
export class RegistryClients {
  readonly #access: RegistryAccess | undefined;
  readonly #clients = new Map<string, RegistryClient>();

  public constructor(access: RegistryAccess | undefined) {
    this.#access = access;
  }

  /** Client of a registry, by its host. */
  public of(host: string): RegistryClient {
    const client = this.#clients.get(host) ?? new RegistryClient(host, this.#access);
    this.#clients.set(host, client);
    return client;
  }
}
