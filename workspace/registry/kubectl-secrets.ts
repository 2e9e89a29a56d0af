import { spawn } from 'node:child_process';
import { PlatformError } from '../../spec/finding.ts';
import { secretTrouble } from './cluster-secrets.ts';
import { type KeptSecret, keptOf, manifestOf, type SecretKeeper, type SecretManifest } from './secret-keeper.ts';

const TIMEOUT_MILLISECONDS = 30_000;

/** Secrets of a cluster that kubectl reaches. Values go through its standard input and output, never through arguments. */
export class KubectlSecrets implements SecretKeeper {
  readonly #options: readonly string[];

  /** @param context - context of the kubeconfig. @default - the current one */
  public constructor(context?: string) {
    this.#options = context === undefined ? [] : ['--context', context];
  }

  public async read(namespace: string, name: string): Promise<KeptSecret | undefined> {
    const words = ['get', 'secret', name, '--namespace', namespace, '--ignore-not-found', '--output', 'json'];
    const { code, out, said } = await this.#run(words);
    if (code !== 0) throw secretTrouble(namespace, name, said);
    return out.trim() === '' ? undefined : keptOf(JSON.parse(out) as SecretManifest);
  }

  public async write(namespace: string, name: string, secret: KeptSecret): Promise<void> {
    const manifest = JSON.stringify(manifestOf(namespace, name, secret));
    const there = (await this.read(namespace, name)) !== undefined;
    const { code, said } = await this.#run([there ? 'replace' : 'create', '--filename', '-'], manifest);
    if (code !== 0) throw secretTrouble(namespace, name, said);
  }

  #run(words: readonly string[], input = ''): Promise<{ code: number; out: string; said: string }> {
    return new Promise((done, fail) => {
      const child = spawn('kubectl', [...this.#options, ...words], { timeout: TIMEOUT_MILLISECONDS });
      let [out, said] = ['', ''];
      child.stdout.on('data', (piece: Buffer) => {
        out += piece;
      });
      child.stderr.on('data', (piece: Buffer) => {
        said += piece;
      });
      child.on('error', () => fail(missing()));
      child.on('close', (code) => done({ code: code ?? 1, out, said: said.trim().split('\n').at(-1) ?? '' }));
      // A kubectl that ends early closes its input; what it says is what matters.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }
}

function missing(): PlatformError {
  return new PlatformError([
    {
      code: 'TOOL_KUBECTL_MISSING',
      level: 'error',
      at: '(machine)',
      problem: 'kubectl is not installed, and secrets of robots are kept in the cluster only',
      fix: 'install kubectl, or plan with --without-cluster',
    },
  ]);
}
