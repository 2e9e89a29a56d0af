import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Who asks a registry. */
export interface RegistryCredential {
  readonly user: string;
  /** Never printed. */
  readonly secret: string;
}

/** Finds who asks a registry, by its host. @returns nothing where it is asked by nobody in particular */
export type Credentials = (host: string) => Promise<RegistryCredential | undefined>;

interface DockerConfig {
  readonly auths?: Readonly<
    Record<string, { readonly auth?: string; readonly username?: string; readonly password?: string }>
  >;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** Names under which Docker keeps the account of Docker Hub. */
const DOCKER_HUB = ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io'];

/**
 * Credentials as `docker login` leaves them: in its file, or in the helper that the file names.
 *
 * @param folder - folder of the file. @default - `$DOCKER_CONFIG`, then `~/.docker`
 */
export function dockerCredentials(folder = process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker')): Credentials {
  let config: Promise<DockerConfig> | undefined;
  return async (host) => {
    config ??= readConfig(join(folder, 'config.json'));
    const { auths = {}, credHelpers = {}, credsStore } = await config;
    const names = host === 'docker.io' || host === 'registry-1.docker.io' ? DOCKER_HUB : [host, `https://${host}`];
    const helper = names.map((name) => credHelpers[name]).find((each) => each !== undefined) ?? credsStore;
    const kept = names
      .map((name) => auths[name])
      .find((each) => each?.auth !== undefined || each?.username !== undefined);
    if (kept !== undefined) return fromFile(kept);
    return helper === undefined ? undefined : fromHelper(helper, names[0] ?? host);
  };
}

async function readConfig(file: string): Promise<DockerConfig> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DockerConfig;
  } catch {
    // No file: nobody signed in.
    return {};
  }
}

function fromFile({
  auth,
  password,
  username,
}: {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
}) {
  const text = auth === undefined ? `${username}:${password ?? ''}` : Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { user: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** Asks a helper in the protocol of Docker's: the host goes in, an account comes out. */
function fromHelper(helper: string, host: string): Promise<RegistryCredential | undefined> {
  return new Promise((done) => {
    const child = spawn(`docker-credential-${helper}`, ['get'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => done(undefined));
    child.stdin.on('error', () => done(undefined));
    child.on('close', (code) => done(code === 0 ? answerOf(Buffer.concat(chunks).toString('utf8')) : undefined));
    child.stdin.end(host);
  });
}

function answerOf(text: string): RegistryCredential | undefined {
  try {
    const { Secret, Username } = JSON.parse(text) as { Username?: string; Secret?: string };
    return Username === undefined || Secret === undefined ? undefined : { user: Username, secret: Secret };
  } catch {
    return undefined;
  }
}
