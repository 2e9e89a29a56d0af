import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createCertificateAuthority } from '../../rehearsal/certificates/certificate-authority.ts';

const run = promisify(execFile);

/** Whoever commits; nothing of this machine's own settings is read. */
const IDENTITY = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** One repository, served by Git's own program over HTTPS on this machine, as a company's Git server is. */
export class GitServer {
  /** Address of the repository. */
  public readonly repository: string;
  /** Certificate of the authority that the server shows, PEM. */
  public readonly authority: string;
  readonly #folder: string;
  readonly #server: Server;

  private constructor(folder: string, server: Server, authority: string) {
    this.#folder = folder;
    this.#server = server;
    this.authority = authority;
    this.repository = `https://127.0.0.1:${(server.address() as AddressInfo).port}/lab.git`;
  }

  /** Starts it with an empty repository. */
  public static async start(): Promise<GitServer> {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-git-'));
    await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(folder, 'lab.git')]);
    await run('git', ['init', '--quiet', '--initial-branch=main', join(folder, 'work')]);
    const authority = createCertificateAuthority({ commonName: 'git-ca' }, 'rsa');
    const { certificate, key } = authority.issue({ commonName: 'git', hosts: ['127.0.0.1'] });
    const server = createServer({ cert: certificate, key }, (request, response) => answer(folder, request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new GitServer(folder, server, authority.certificate);
  }

  /** Puts a folder in the place of the one that is there, and pushes. @returns the commit. */
  public async commit(path: string, files: ReadonlyMap<string, string>): Promise<string> {
    const work = join(this.#folder, 'work');
    await rm(join(work, path), { recursive: true, force: true });
    for (const [name, text] of files) {
      const file = join(work, path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const git = (...args: string[]) => run('git', args, { cwd: work, env: { ...process.env, ...IDENTITY } });
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'what the platform is now');
    await git('push', '--quiet', join(this.#folder, 'lab.git'), 'main');
    return (await git('rev-parse', 'HEAD')).stdout.trim();
  }

  /** The newest commit as an archive. */
  public async archive(): Promise<Buffer> {
    const args = ['archive', '--format=tar.gz', 'main'];
    const options = { cwd: join(this.#folder, 'lab.git'), encoding: 'buffer', maxBuffer: 2 ** 28 } as const;
    return (await run('git', args, options)).stdout;
  }

  /** Ends it and removes the repository. */
  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Git's side of HTTP is a program of the old kind: the request in its environment, headers and body on its output. */
function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'https://127.0.0.1');
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...process.env,
      ...IDENTITY,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const whole = Buffer.concat(chunks);
    const end = whole.indexOf('\r\n\r\n');
    for (const line of whole.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(': ');
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else if (name !== '') response.setHeader(name, value);
    }
    response.end(whole.subarray(end + 4));
  });
}
