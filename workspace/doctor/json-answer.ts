import type { Ask } from './command.ts';

/** What a program printed as JSON, or why there is none. */
export type JsonAnswer<T> = { readonly value: T } | { readonly because: string };

/** Asks a program for JSON. */
export async function askJson<T>(ask: Ask, program: string, ...args: readonly string[]): Promise<JsonAnswer<T>> {
  const answer = await ask(program, ...args);
  switch (answer.kind) {
    case 'answered':
      return read<T>(program, answer.stdout);
    case 'refused':
      return { because: `${program} refused: ${answer.said}` };
    case 'missing':
      return { because: `${program} is not installed` };
    case 'silent':
      return { because: `${program} did not answer within ${answer.seconds} s` };
  }
}

function read<T>(program: string, text: string): JsonAnswer<T> {
  try {
    return { value: JSON.parse(text) as T };
  } catch {
    return { because: `${program} answered with something else than JSON` };
  }
}
