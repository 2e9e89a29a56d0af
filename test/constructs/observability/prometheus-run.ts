import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleGroup } from '../../../constructs/observability/rules/rule.ts';
import { ruleGroupJson } from '../../../constructs/observability/rules/rule.ts';
import { promtool } from './promtool.ts';
import { openMetrics, type SampleRun } from './sample-run.ts';

/** Programs of the engine group `observability`. */
export interface Programs {
  /** Path of `prometheus`. */
  readonly prometheus: string;
  /** Path of `promtool`. */
  readonly promtool: string;
}

/** A rule as Prometheus reports it. */
export interface ReportedRule {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly type: 'alerting' | 'recording';
}

/** A real Prometheus whose storage holds a run that ended just now, and which computes rules on it. */
export class PrometheusRun {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #url: string;

  private constructor(folder: string, process: ChildProcess, url: string) {
    this.#folder = folder;
    this.#process = process;
    this.#url = url;
  }

  /** Loads the run, starts Prometheus, waits until all rules were computed a few times. */
  public static async start(programs: Programs, run: SampleRun, groups: readonly RuleGroup[]): Promise<PrometheusRun> {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-prometheus-'));
    const data = join(folder, 'data');
    mkdirSync(data);
    const file = join(folder, 'run.txt');
    writeFileSync(file, openMetrics(run, Math.floor(Date.now() / 1_000) - 2));
    const made = promtool(programs.promtool, 'tsdb', 'create-blocks-from', 'openmetrics', file, data);
    if (!made.ok) throw new Error(made.output);
    // Each group every second, so that figures which stand on figures are there within seconds.
    const written = groups.map((group) => ({ ...ruleGroupJson(group), interval: '1s' }));
    writeFileSync(join(folder, 'rules.yaml'), JSON.stringify({ groups: written }));
    writeFileSync(join(folder, 'prometheus.yaml'), JSON.stringify({ rule_files: ['rules.yaml'], scrape_configs: [] }));
    const port = await freePort();
    const started = spawn(
      programs.prometheus,
      [
        `--config.file=${join(folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${data}`,
        '--storage.tsdb.retention.time=90d',
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    const prometheus = new PrometheusRun(folder, started, `http://127.0.0.1:${port}`);
    await prometheus.#settled(groups.length);
    return prometheus;
  }

  /** Address. */
  public get url(): string {
    return this.#url;
  }

  /** How many series a query answers with now. A query that Prometheus refuses throws. */
  public async answers(query: string): Promise<number> {
    const { result } = await this.#ask<{ readonly result: readonly unknown[] }>(
      `query?query=${encodeURIComponent(query)}`,
    );
    return result.length;
  }

  /** All rules as Prometheus reports them. */
  public async rules(): Promise<readonly ReportedRule[]> {
    const { groups } = await this.#ask<{ readonly groups: readonly { readonly rules: readonly ReportedRule[] }[] }>(
      'rules',
    );
    return groups.flatMap(({ rules }) => rules);
  }

  /** Ends it and removes what it wrote. */
  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #settled(groups: number): Promise<void> {
    const end = Date.now() + 90_000;
    if (groups === 0) {
      while ((await this.answers('vector(1)').catch(() => 0)) === 0 && Date.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 200));
      return;
    }
    for (;;) {
      const rules = await this.rules().catch(() => []);
      const last = rules.length > 0 ? await this.answers('slo:error_budget_remaining:ratio') : 0;
      if (last > 0 && rules.every(({ health }) => health !== 'unknown')) break;
      if (Date.now() > end) throw new Error('Prometheus did not compute its rules within 90 seconds');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    // Two more rounds for what stands on the last figures.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }

  async #ask<Data>(path: string): Promise<Data> {
    const response = await fetch(`${this.#url}/api/v1/${path}`);
    const answer = (await response.json()) as { readonly data: Data; readonly error?: string };
    if (answer.error !== undefined) throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
