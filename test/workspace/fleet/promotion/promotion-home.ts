import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FleetInput } from '../../../../spec/fleet.ts';
import { examinePromotion, type Promotion } from '../../../../workspace/fleet/promotion/promote-fleet.ts';
import { subjectOf } from '../../../../workspace/platform-subject.ts';

/** When the tests look. */
export const NOW = new Date('2026-11-22T12:00:00Z');
/** Who approves. */
export const ADA = 'Ada Lovelace <ada@example.org>';

type Gate = NonNullable<NonNullable<FleetInput['promotion']>[number]['gates']>[number];

/** A fleet in a Git repository of its own: Oslo runs a newer Kueue than Paris, which waits for it. */
export class PromotionHome {
  readonly folder = mkdtempSync(join(tmpdir(), 'plinth-promotion-'));
  readonly file = join(this.folder, 'fleet.yaml');

  /** Writes the fleet, Paris behind these gates, and commits it so long before the tests look. @param days - how long */
  constructor(gates: readonly Gate[] = [], days = 4) {
    this.write('fleet.yaml', fleetText(gates));
    this.write('paris.yaml', 'metadata: { environment: prod }\n');
    this.#git(['init', '-q', '-b', 'main']);
    this.commit(days);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path = 'fleet.yaml'): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  change(from: string, to: string, path = 'fleet.yaml'): void {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    this.write(path, text.replace(from, to));
  }

  /** Commits everything as it is. */
  commit(daysAgo = 0, signedOffBy?: string): void {
    const date = new Date(NOW.getTime() - daysAgo * 86_400_000).toISOString();
    this.#git(['add', '.']);
    const trailer = signedOffBy === undefined ? [] : ['--trailer', `Signed-off-by: ${signedOffBy}`];
    this.#git(['commit', '-q', '-m', 'change', ...trailer], { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date });
  }

  #git(words: readonly string[], env: Record<string, string> = {}): void {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
      cwd: this.folder,
      env: { ...process.env, ...env },
    });
  }

  /** A report about a platform as it is now. */
  async report(path: string, content: object, { days = 1, platform = 'oslo' } = {}): Promise<void> {
    const made = new Date(NOW.getTime() - days * 86_400_000).toISOString();
    const subject = { ...(await subjectOf(`${this.file}#${platform}`)), made };
    this.write(path, JSON.stringify({ ...content, subject }));
  }

  async examine(given: Readonly<Record<string, string>> = {}): Promise<Promotion> {
    const found = await examinePromotion({ file: this.file, given: new Map(Object.entries(given)), now: NOW });
    if (found === undefined) throw new Error('no stage is behind');
    return found;
  }

  /** What each gate comes to: its reason, or codes. */
  async outcomes(given?: Readonly<Record<string, string>>): Promise<string[]> {
    const { gates } = await this.examine(given);
    return gates.map(({ because, findings }) => because ?? findings.map(({ code }) => code).join(' '));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function fleetText(gates: readonly Gate[]): string {
  return `# Two places.
apiVersion: plinth.dev/v1alpha1
kind: Fleet
metadata: { name: world }
shared:
  pools: [{ name: desk, machine: { count: 0, vcpus: 16, memory: 64Gi, usdPerHour: 1 }, nodes: { min: 2, max: 2 } }]
  teams: [{ name: vision, groups: ["oidc:vision"], quota: { desk: { guaranteed: 16 } } }]
  delivery: { kind: pulumi }
  components: { kueue: { version: 0.19.1 } } # what all run
platforms:
  - name: oslo
    region: north
    spec:
      target: { kind: existing, cluster: oslo, networkPolicy: cilium }
      components: { kueue: { version: 0.19.2 } } # tried here first
  # The one that must not break.
  - name: paris
    region: west
    file: paris.yaml
    spec:
      target: { kind: existing, cluster: paris, networkPolicy: cilium } # ours

promotion:
  - { name: first, platforms: [oslo] }
  - name: rest
    platforms: [paris]
    gates: ${JSON.stringify(gates)}
`;
}
