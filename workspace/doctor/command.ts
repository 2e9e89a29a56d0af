import { spawn } from 'node:child_process';

/** What a program answered. */
export type Answer =
  /** It did what it was asked. */
  | { readonly kind: 'answered'; readonly stdout: string }
  /** It ended with another exit code than 0. */
  | { readonly kind: 'refused'; readonly said: string }
  /** It is not on the PATH. */
  | { readonly kind: 'missing' }
  /** It said nothing within the limit, and was ended. */
  | { readonly kind: 'silent'; readonly seconds: number };

/** Asks a program, without a shell. */
export type Ask = (program: string, ...args: readonly string[]) => Promise<Answer>;

/** Longest that one program may take. Unit: seconds. Clouds answer within a few; a browser that waits for somebody never does. */
export const LIMIT_SECONDS = 20;
/** Longest sentence of a program that is passed on. Unit: characters. */
const LONGEST = 200;

/**
 * A way to ask programs. The same question is asked once. What they say is passed on without anything that looks like a secret.
 *
 * @param env - environment that they run in
 * @param limitSeconds - longest that one may take
 */
export function askerIn(env: NodeJS.ProcessEnv, limitSeconds: number = LIMIT_SECONDS): Ask {
  const answers = new Map<string, Promise<Answer>>();
  return (program, ...args) => {
    const key = JSON.stringify([program, ...args]);
    const answer = answers.get(key) ?? asked(program, args, env, limitSeconds);
    answers.set(key, answer);
    return answer;
  };
}

function asked(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  limitSeconds: number,
): Promise<Answer> {
  return new Promise((done) => {
    // A group of its own: what it started in turn ends with it. No input: nobody is there to answer.
    const child = spawn(program, args, {
      env: { ...env, ...QUIET },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      done({ kind: 'silent', seconds: limitSeconds });
    }, limitSeconds * 1_000);
    child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
    child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      done(code === 'ENOENT' ? { kind: 'missing' } : { kind: 'refused', said: said(message, env) });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      const text = (of: readonly Buffer[]) => Buffer.concat([...of]).toString();
      if (code === 0) done({ kind: 'answered', stdout: text(chunks.stdout) });
      else done({ kind: 'refused', said: said(text(chunks.stderr) || text(chunks.stdout), env) });
    });
  });
}

/** No questions, no news, no colours. */
const QUIET = {
  AWS_PAGER: '',
  AZURE_CORE_ONLY_SHOW_ERRORS: 'true',
  CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
  NO_COLOR: '1',
  PULUMI_SKIP_UPDATE_CHECK: 'true',
};

/** Names of variables whose values are nobody's to see. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|PASSPHRASE|CREDENTIALS|PRIVATE|ACCESS_KEY|API_KEY/;

/** The first sentence of a program, short, without any value of the environment that is a secret. */
function said(text: string, env: NodeJS.ProcessEnv): string {
  const first = text.split('\n').find((each) => each.trim() !== '') ?? 'it said nothing';
  const secrets = Object.entries(env).filter(([name, value]) => SECRET_NAME.test(name) && (value?.length ?? 0) > 3);
  const hidden = secrets.reduce((line, [, value = '']) => line.replaceAll(value, '[hidden]'), first.trim());
  return hidden.length > LONGEST ? `${hidden.slice(0, LONGEST)}…` : hidden;
}
