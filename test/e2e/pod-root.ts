import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PodSpec, Volume } from '../../constructs/imports/kubernetes.gen.ts';

/** Files of a ConfigMap or a Secret. */
export type VolumeFiles = Readonly<Record<string, string>>;

/** Where the volumes of a pod get their files from. */
export interface VolumeSources {
  /** @returns undefined - there is no such ConfigMap */
  readonly configMap: (name: string) => VolumeFiles | undefined;
  /** @returns undefined - there is no such Secret */
  readonly secret: (name: string) => VolumeFiles | undefined;
}

/** Whether this machine lets a program have a root of its own; otherwise what needs it is skipped, and said so. */
export const HAS_ROOTS = spawnSync('chroot', ['/', 'true']).status === 0;

const PROGRAMS = '/usr/local/bin';

/**
 * A pod as far as its program can tell, without a runtime of containers: a root with nothing in it but the image and the volumes of
 * the pod where its container mounts them, and the user that the pod names. Ports and what the kernel would forbid are the machine's.
 */
export class PodRoot {
  readonly #folder: string;
  readonly #pod: PodSpec;
  readonly #sources: VolumeSources;

  /** @param programs - the image: files that its folder of programs holds */
  public constructor(folder: string, pod: PodSpec, programs: readonly string[], sources: VolumeSources) {
    this.#folder = folder;
    this.#pod = pod;
    this.#sources = sources;
    for (const file of programs) this.#put(join(PROGRAMS, basename(file)), (at) => copyFileSync(file, at), 0o755);
    this.#put('/dev/null', (at) => writeFileSync(at, ''), 0o666);
    this.refresh();
  }

  /** A file or folder of the pod, as this machine names it. */
  public at(path: string): string {
    return join(this.#folder, path);
  }

  /** Gives names addresses, as the cluster's DNS would. */
  public resolve(hosts: Readonly<Record<string, string>>): void {
    this.write(
      '/etc/hosts',
      `${Object.entries(hosts)
        .map(([name, address]) => `${address} ${name}\n`)
        .join('')}`,
    );
  }

  /** Writes a file that the pod may read. */
  public write(path: string, text: string): void {
    this.#put(path, (at) => writeFileSync(at, text), 0o644);
  }

  /** Brings volumes up to date with what they are made from, as kubelet does. */
  public refresh(): void {
    for (const { mountPath, name } of this.#container.volumeMounts ?? []) {
      const volume = this.#pod.volumes?.find((each) => each.name === name);
      if (volume === undefined) throw new Error(`the pod has no volume ${name}`);
      const files = this.#filesOf(volume);
      if (files !== undefined) projected(this.at(mountPath), files);
      else if (!existsSync(this.at(mountPath))) {
        mkdirSync(this.at(mountPath), { recursive: true });
        chownSync(this.at(mountPath), this.#user, this.#user);
      }
    }
  }

  /**
   * What starts its program.
   *
   * @param more - flags after its own; of two the last holds
   * @param env - environment; the pod has no other
   */
  public command(more: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return {
      command: '/usr/bin/env',
      args: this.#as(this.#user, 'plinth-edge', [...(this.#container.args ?? []), ...more], env),
    };
  }

  /** Runs a program of the image to its end, as another user who has a group of the pod. */
  public run(user: number, program: string, args: readonly string[]) {
    return spawnSync('/usr/bin/env', this.#as(user, program, args, {}), { encoding: 'utf8', timeout: 10_000 });
  }

  #as(user: number, program: string, args: readonly string[], env: Readonly<Record<string, string>>): string[] {
    const words = Object.entries({ PATH: PROGRAMS, ...env }).map(([name, value]) => `${name}=${value}`);
    const rights = [`--userspec=${user}:${user}`, `--groups=${this.#pod.securityContext?.fsGroup ?? user}`];
    return ['-i', ...words, '/usr/sbin/chroot', ...rights, this.#folder, program, ...args];
  }

  get #container() {
    const [container] = this.#pod.containers;
    if (container === undefined) throw new Error('the pod has no container');
    return container;
  }

  get #user(): number {
    return this.#pod.securityContext?.runAsUser ?? 0;
  }

  #filesOf({ configMap, projected: sources, secret }: Volume): VolumeFiles | undefined {
    if (secret !== undefined) return wanted('Secret', secret.secretName, this.#sources.secret(secret.secretName ?? ''));
    if (configMap !== undefined)
      return wanted('ConfigMap', configMap.name, this.#sources.configMap(configMap.name ?? ''));
    if (sources === undefined) return undefined;
    const maps = (sources.sources ?? []).flatMap(({ configMap: map }) => {
      const files = map === undefined ? undefined : this.#sources.configMap(map.name ?? '');
      return [map?.optional === true ? (files ?? {}) : wanted('ConfigMap', map?.name, files)];
    });
    return Object.assign({}, ...maps);
  }

  #put(path: string, write: (at: string) => void, mode: number): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    write(this.at(path));
    chmodSync(this.at(path), mode);
  }
}

function wanted(kind: string, name: string | undefined, files: VolumeFiles | undefined): VolumeFiles {
  if (files === undefined) throw new Error(`the pod would not start: there is no ${kind} ${name}`);
  return files;
}

/** Files as kubelet lays them: links to a folder that is replaced in one step. */
function projected(folder: string, files: VolumeFiles): void {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, '..data');
  const before = existsSync(data) ? readlinkSync(data) : undefined;
  const now = `..${Date.now()}.${Math.random()}`;
  mkdirSync(join(folder, now));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, now, name), text);
  symlinkSync(now, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), data);
  for (const name of Object.keys(files))
    if (!existsSync(join(folder, name))) symlinkSync(join('..data', name), join(folder, name));
  for (const name of readdirSync(folder)) if (!name.startsWith('..') && !(name in files)) rmSync(join(folder, name));
  if (before !== undefined) rmSync(join(folder, before), { recursive: true });
}
