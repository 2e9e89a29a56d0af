import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/language_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/language_pb.js';
import plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { endWithParent } from './end-with-parent.ts';

type Run = InstanceType<typeof messages.RunRequest>;

/** Exit code of Pulumi's runner for "the user was told already". */
const TOLD = 32;

/** Plays Pulumi's language host for Node: starts Pulumi's own runner with what `Pulumi.yaml` names, and nothing else. */
const server = new Server({ 'grpc.max_receive_message_length': -1 });
server.addService(services.LanguageRuntimeService as never, {
  getPluginInfo: answer(() => {
    const info = new plugins.PluginInfo();
    info.setVersion('3.200.0');
    return info;
  }),
  cancel: answer(() => new empty.Empty()),
  getRequiredPlugins: answer(() => new messages.GetRequiredPluginsResponse()),
  getRequiredPackages: answer(() => new messages.GetRequiredPackagesResponse()),
  run: answer(async ({ request }: { request: Run }) => {
    const code = await program(request);
    const response = new messages.RunResponse();
    if (code === TOLD) response.setBail(true);
    else if (code !== 0) response.setError(`the program ended with ${code}`);
    return response;
  }),
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  endWithParent();
  process.stdout.write(`${port}\n`);
});

function answer<Request, Response>(handle: (call: { request: Request }) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => {
    Promise.resolve(handle(call)).then(
      (response) => done(null, response),
      (error: Error) => done({ code: 2, details: error.message }),
    );
  };
}

function program(request: Run): Promise<number> {
  const info = request.getInfo();
  const options = (info?.getOptions()?.toJavaScript() ?? {}) as { typescript?: boolean };
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: process.argv.at(-1) ?? '',
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    'root-directory': info?.getRootDirectory() ?? '',
    pwd: info?.getProgramDirectory() ?? '',
    parallel: `${request.getParallel()}`,
  };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  const runner = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run');
  const child = spawn(
    process.execPath,
    [runner, ...args, ...(request.getDryrun() ? ['--dry-run'] : []), info?.getEntryPoint() ?? '.'],
    {
      // The first line of stdout is the engine's: the program talks on stderr.
      stdio: ['ignore', process.stderr, process.stderr],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        PULUMI_NODEJS_TYPESCRIPT: `${options.typescript ?? true}`,
      },
    },
  );
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
