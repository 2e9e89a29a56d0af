import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '../../spec/finding.ts';

/** An account of Harbor. */
export interface Account {
  /** Its name. */
  readonly user: string;
  /** Its secret. */
  readonly secret: string;
}

/** Account of a file that holds a secret and no name. */
const ADMIN = 'admin';

/**
 * Reads an account: `name:secret`, or the secret of `admin` alone. A robot's name has no colon, a secret may.
 *
 * @throws {PlatformError} `FILE_UNREADABLE`; its words never hold what is in the file.
 */
export async function readAccount(file: string): Promise<Account> {
  const line = (await readSecretFile(file)).trim();
  const colon = line.indexOf(':');
  const account =
    colon < 0 ? { user: ADMIN, secret: line } : { user: line.slice(0, colon), secret: line.slice(colon + 1) };
  if (account.user !== '' && account.secret !== '' && !/\s/.test(account.user)) return account;
  throw unreadable(file, 'it holds neither name:secret nor a secret');
}

/** Reads a folder of credentials, a file for each, as Kubernetes mounts a Secret. @returns a way to ask for one */
export async function readCredentials(folder: string | undefined): Promise<(key: string) => string | undefined> {
  if (folder === undefined) return () => undefined;
  const names = await readdir(folder).catch((error: unknown) => {
    throw unreadable(folder, (error as Error).message);
  });
  // Kubernetes keeps the versions of a mounted Secret in folders that begin with two dots.
  const files = names.filter((name) => !name.startsWith('.'));
  const found = await Promise.all(
    files.map(async (name) => [name, (await readSecretFile(join(folder, name))).trim()] as const),
  );
  const credentials = new Map(found);
  return (key) => credentials.get(key) || undefined;
}

async function readSecretFile(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, (error as NodeJS.ErrnoException).code ?? 'unknown reason');
  });
}

function unreadable(at: string, problem: string): PlatformError {
  return new PlatformError([
    { code: 'FILE_UNREADABLE', level: 'error', at, problem: `it could not be read: ${problem}`, fix: 'check the path' },
  ]);
}
