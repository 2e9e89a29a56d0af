import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import grpcServices from '@pulumi/pulumi/proto/plugin_pb.js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { endWithParent } from './end-with-parent.ts';
import type { Difference, Failure, Properties, Resource, StandIn } from './stand-in.ts';

type Struct = InstanceType<typeof struct.Struct>;
type Check = InstanceType<typeof messages.CheckRequest>;
type Diff = InstanceType<typeof messages.DiffRequest>;
type Create = InstanceType<typeof messages.CreateRequest>;
type Read = InstanceType<typeof messages.ReadRequest>;
type Update = InstanceType<typeof messages.UpdateRequest>;
type Delete = InstanceType<typeof messages.DeleteRequest>;
type Configure = InstanceType<typeof messages.ConfigureRequest>;
type Invoke = InstanceType<typeof messages.InvokeRequest>;

/**
 * Speaks the engine's protocol for a stand-in.
 *
 * The server of `@pulumi/pulumi/provider` does not hand over the provider's own settings, and the settings are half of
 * what is to be seen here. It asks the engine for values without marks of secrets: the engine puts the marks back itself.
 */
export async function serve(standIn: StandIn, version: string): Promise<void> {
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(services.ResourceProviderService as never, {
    getPluginInfo: answer(() => {
      const info = new grpcServices.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    attach: answer(nothing),
    cancel: answer(nothing),
    configure: answer(({ request }: { request: Configure }) => {
      // The other form of the settings comes with the marks of secrets, whatever a provider asks for.
      const settings = request.getVariablesMap().toArray() as [string, string][];
      standIn.configure(Object.fromEntries(settings.map(([key, value]) => [key.split(':').at(-1), value])));
      return new messages.ConfigureResponse();
    }),
    checkConfig: answer(({ request }: { request: Check }) => {
      const news = plain(request.getNews());
      return checked(news, standIn.checkConfig(news));
    }),
    diffConfig: answer(({ request }: { request: Diff }) =>
      difference(standIn.diffConfig(plain(request.getOldInputs()), plain(request.getNews()))),
    ),
    ...resourceCalls(standIn),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  endWithParent();
  process.stdout.write(`${port}\n`);
}

function resourceCalls(standIn: StandIn) {
  return {
    check: answer(({ request }: { request: Check }) => {
      const news = plain(request.getNews());
      return checked(news, standIn.check(resourceOf(request), news));
    }),
    diff: answer(({ request }: { request: Diff }) =>
      difference(standIn.diff(resourceOf(request), plain(request.getOldInputs()), plain(request.getNews()))),
    ),
    create: answer(async ({ request }: { request: Create }) => {
      const { id, state } = await standIn.create(resourceOf(request), plain(request.getProperties()));
      const response = new messages.CreateResponse();
      response.setId(id);
      response.setProperties(structOf(state));
      return response;
    }),
    read: answer(async ({ request }: { request: Read }) => {
      const last = { inputs: plain(request.getInputs()), state: plain(request.getProperties()) };
      const found = await standIn.read(resourceOf(request), request.getId(), last);
      const response = new messages.ReadResponse();
      if (found === undefined) return response;
      response.setId(request.getId());
      response.setProperties(structOf(found.state));
      response.setInputs(structOf(found.inputs));
      return response;
    }),
    update: answer(async ({ request }: { request: Update }) => {
      const state = await standIn.update(resourceOf(request), request.getId(), plain(request.getNews()));
      const response = new messages.UpdateResponse();
      response.setProperties(structOf(state));
      return response;
    }),
    delete: answer(async ({ request }: { request: Delete }) => {
      await standIn.delete(resourceOf(request), request.getId(), plain(request.getProperties()));
      return nothing();
    }),
    invoke: answer(({ request }: { request: Invoke }) => {
      const response = new messages.InvokeResponse();
      response.setReturn(structOf(standIn.invoke(request.getTok(), plain(request.getArgs()))));
      return response;
    }),
  };
}

function answer<Request, Response>(handle: (call: { request: Request }) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => {
    Promise.resolve()
      .then(() => handle(call))
      .then(
        (response) => done(null, response),
        (error: unknown) =>
          done({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

function nothing() {
  return new empty.Empty();
}

function resourceOf(request: { getUrn(): string }): Resource {
  const urn = request.getUrn();
  const types = urn.split('::')[2] ?? '';
  return { urn, type: types.slice(types.lastIndexOf('$') + 1) };
}

function checked(news: Properties, failures: readonly Failure[]) {
  const response = new messages.CheckResponse();
  response.setInputs(structOf(news));
  for (const { property, reason } of failures) {
    const failure = new messages.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function difference({ changes, replaces }: Difference) {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse();
  response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  // Names are chosen: the new one cannot stand beside the old one.
  response.setDeletebeforereplace(replaces.length > 0);
  return response;
}

function plain(value: Struct | undefined): Properties {
  return (value?.toJavaScript() ?? {}) as Properties;
}

function structOf(value: Properties): Struct {
  return struct.Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as never);
}
