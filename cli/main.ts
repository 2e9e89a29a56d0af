import { plinthProgram } from './program.ts';
import { paint, say } from './terminal.ts';

/** Starts the program with the arguments of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  process.on('SIGINT', () => {
    say('interrupted');
    process.exit(130);
  });
  try {
    await plinthProgram((code) => process.exit(code)).parseAsync([...argv]);
  } catch (error) {
    say(`${paint('red', 'plinth stopped on a mistake of its own.')} Please report it with the text below.\n`);
    say((error as Error).stack ?? String(error));
    process.exitCode = 2;
  }
}
