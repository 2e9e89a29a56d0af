import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { PlatformInput } from '../../../spec/platform.ts';
import { type Diagnosis, type ExamineOptions, examine } from '../../../workspace/doctor/examine.ts';

/** A machine with the programs of a test and no others, a home folder, and a spec. */
export class FakeMachine {
  /** Its home; the spec lies in `work` beside it. */
  public readonly folder: string = mkdtempSync(join(tmpdir(), 'plinth-doctor-'));

  public constructor() {
    for (const each of ['bin', 'home', 'work/.git']) mkdirSync(join(this.folder, each), { recursive: true });
  }

  /**
   * Installs a program that answers by its arguments: the first entry whose words they all contain decides. It ends with 1 where
   * none does, and writes down how it was called.
   */
  public installs(program: string, answers: Readonly<Record<string, unknown>>): this {
    const cases = Object.entries(answers).map(([words, answer], index) => {
      writeFileSync(
        join(this.folder, 'bin', `.${program}-${index}`),
        typeof answer === 'string' ? answer : JSON.stringify(answer),
      );
      return `*"${words}"*) exec /bin/cat "${join(this.folder, 'bin', `.${program}-${index}`)}";;`;
    });
    return this.script(
      program,
      `echo "${program} $*" >> "${this.#calls}"\ncase " $* " in\n${cases.join('\n')}\n*) echo "no answer for $*" >&2; exit 1;;\nesac`,
    );
  }

  /** Installs a program as a shell script. */
  public script(program: string, lines: string): this {
    const path = join(this.folder, 'bin', program);
    writeFileSync(path, `#!/bin/sh\n${lines}\n`);
    chmodSync(path, 0o755);
    return this;
  }

  /** Writes a file. */
  public writes(path: string, content: string): this {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
    return this;
  }

  /** How programs were called. */
  public calls(): string[] {
    return readFileSync(this.#calls, 'utf8').trim().split('\n');
  }

  /** Examines a platform on this machine. */
  public examine(input: PlatformInput, options: ExamineOptions = {}): Promise<Diagnosis> {
    const file = join(this.folder, 'work', 'platform.yaml');
    writeFileSync(file, stringify(input));
    return examine(file, {
      home: join(this.folder, 'home'),
      limitSeconds: 10,
      resolve: async () => ['198.51.100.7'],
      ...options,
      env: { PATH: join(this.folder, 'bin'), ...options.env },
    });
  }

  /** Deletes everything. */
  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  get #calls(): string {
    return join(this.folder, 'calls');
  }
}

/** The one line about something; fails the test where there is not exactly one. */
export function lineAbout({ lines }: Diagnosis, check: string, about: string) {
  const found = lines.filter((line) => line.check === check && line.about === about);
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(
      `${found.length} lines of ${check} about ${about}: ${JSON.stringify(lines.filter((line) => line.check === check))}`,
    );
  return only;
}
