import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { dirname, join } from 'node:path';
import type { ControlPlane } from './control-plane.ts';
import type { ControllerDefinition, ControllerRun, ControllerSite } from './controllers/controller.ts';
import type { EngineName } from './engine-catalog.ts';
import { EngineError } from './engine-error.ts';
import type { LocalProcess } from './local-process.ts';
import { waitFor } from './wait.ts';

/** How long a controller may take until it says that it is ready. Unit: milliseconds. */
const READY_MILLISECONDS = 120_000;

/** A controller that can be started once its CRDs, service account and roles are applied. */
export interface PlannedController {
  /** The engine that runs. */
  readonly name: EngineName;
  /** Its version, with the leading `v`. */
  readonly version: string;
  readonly namespace: string;
  /** Deployment in whose place it runs. */
  readonly deployment: string;
  /** URL of its metrics; most want a bearer token that may read them. */
  readonly metricsUrl: string;
  /**
   * Starts it under its own service account and returns when it is ready. It ends with the control plane.
   *
   * @throws {EngineError} `ENGINE_CONTROLLER_START` with the last lines of its log.
   */
  start(): Promise<LocalProcess>;
}

interface ControllerPlan {
  readonly definition: ControllerDefinition;
  readonly version: string;
  readonly site: ControllerSite;
  readonly run: ControllerRun;
}

/** A controller with all it needs to start. */
export function startableController(plane: ControlPlane, plan: ControllerPlan): PlannedController {
  const { definition, version, site, run } = plan;
  const { namespace, name: deployment } = site.deployment;
  return {
    name: definition.engine,
    version,
    namespace,
    deployment,
    metricsUrl: `https://127.0.0.1:${site.ports.metrics}/metrics`,
    start: async () => {
      await writeFiles(site.folder, run.files);
      const standIn = await definition.standIn?.(plane, site);
      const local = { KUBECONFIG: await identity(plane, site), TMPDIR: site.folder };
      const env = { ...site.deployment.env, ...local, ...run.env, ...standIn };
      const started = plane.start({
        name: `${namespace}.${deployment}`,
        engine: definition.engine,
        args: run.args.map((arg) => expanded(arg, env)),
        env,
        folder: site.folder,
      });
      await ready(started, plan);
      return started;
    },
  };
}

/** An argument with the `$(NAME)` of its environment filled in, as a kubelet does it. */
function expanded(arg: string, env: Readonly<Record<string, string>>): string {
  return arg.replace(/\$\((\w+)\)/g, (whole, name: string) => env[name] ?? whole);
}

async function writeFiles(folder: string, files: ControllerRun['files']): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 });
  }
}

/** Kubeconfig that signs in as the Deployment's service account, so that missing roles show up in the rehearsal. */
function identity(plane: ControlPlane, { deployment: { namespace, name, serviceAccount } }: ControllerSite) {
  return plane.files.writeKubeconfig(`${namespace}.${name}`, {
    commonName: `system:serviceaccount:${namespace}:${serviceAccount}`,
    organizations: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  });
}

async function ready(program: LocalProcess, plan: ControllerPlan): Promise<void> {
  const look = async () => {
    if (program.result !== undefined) throw await failed(program, `ended with ${program.result}`);
    return (await saysReady(plan)) ? true : undefined;
  };
  await waitFor(look, {
    what: `${program.name} to be ready`,
    timeoutMilliseconds: READY_MILLISECONDS,
    explain: () => program.lastWords(),
  });
}

function saysReady({ run, site }: ControllerPlan): Promise<boolean> {
  const { health, webhook } = site.ports;
  const atWebhook = run.readyAt === 'webhook';
  const [port, client] = atWebhook ? [webhook, https] : [health, http];
  return new Promise((resolve) => {
    client
      .get({ host: '127.0.0.1', port, path: '/readyz', ca: site.authority.certificate }, (answer) => {
        answer.resume();
        resolve(atWebhook || answer.statusCode === 200);
      })
      .on('error', () => resolve(false));
  });
}

async function failed(program: LocalProcess, what: string): Promise<EngineError> {
  return new EngineError({
    code: 'ENGINE_CONTROLLER_START',
    at: program.name,
    problem: `the controller ${what}; its last words:\n${await program.lastWords()}\n`,
    fix: 'see whether its CRDs, roles and configuration are among the objects that were applied',
  });
}
