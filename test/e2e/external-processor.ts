import { type Client, credentials, makeGenericClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

/** The fields of Envoy's external processing protocol that an endpoint picker reads and writes. */
const PROTOCOL = protobuf.parse(`
  syntax = "proto3";
  message HeaderValue { string key = 1; string value = 2; bytes raw_value = 3; }
  message HeaderMap { repeated HeaderValue headers = 1; }
  message HttpHeaders { HeaderMap headers = 1; bool end_of_stream = 3; }
  message HttpBody { bytes body = 1; bool end_of_stream = 2; }
  message ProcessingRequest { HttpHeaders request_headers = 2; HttpBody request_body = 4; }
  message HeaderValueOption { HeaderValue header = 1; }
  message HeaderMutation { repeated HeaderValueOption set_headers = 1; }
  message CommonResponse { HeaderMutation header_mutation = 2; }
  message PhaseResponse { CommonResponse response = 1; }
  message HttpStatus { int32 code = 1; }
  message ImmediateResponse { HttpStatus status = 1; bytes body = 3; }
  message ProcessingResponse {
    PhaseResponse request_headers = 1;
    PhaseResponse request_body = 3;
    ImmediateResponse immediate_response = 7;
  }
`).root;

const REQUEST = PROTOCOL.lookupType('ProcessingRequest');
const RESPONSE = PROTOCOL.lookupType('ProcessingResponse');

/** Header by which an endpoint picker tells the proxy where to send a request. */
const DESTINATION = 'x-gateway-destination-endpoint';

const SERVICE: ServiceDefinition = {
  process: {
    path: '/envoy.service.ext_proc.v3.ExternalProcessor/Process',
    requestStream: true,
    responseStream: true,
    requestSerialize: (message: object) => Buffer.from(REQUEST.encode(REQUEST.fromObject(message)).finish()),
    requestDeserialize: (bytes: Buffer) => REQUEST.decode(bytes),
    responseSerialize: (message: object) => Buffer.from(RESPONSE.encode(RESPONSE.fromObject(message)).finish()),
    responseDeserialize: (bytes: Buffer) => RESPONSE.toObject(RESPONSE.decode(bytes), { bytes: String }),
  },
};

interface PhaseResponse {
  readonly response?: {
    readonly headerMutation?: {
      readonly setHeaders?: readonly {
        readonly header: { readonly key: string; readonly value?: string; readonly rawValue?: string };
      }[];
    };
  };
}

interface ProcessingResponse {
  readonly requestHeaders?: PhaseResponse;
  readonly requestBody?: PhaseResponse;
  readonly immediateResponse?: { readonly status?: { readonly code?: number } };
}

/** What an endpoint picker answered. */
export interface Choice {
  /** `address:port` that the request is to be sent to. @default - it chose none */
  readonly endpoint: string | undefined;
  /** Status that the picker answered by itself. @default - it let the request pass */
  readonly refusedWith: number | undefined;
}

/**
 * Asks an endpoint picker as Envoy would, with headers and body of one request.
 *
 * @param address - where it serves gRPC, without TLS.
 */
export function chooseEndpoint(address: string, path: string, body: object): Promise<Choice> {
  const Processor = makeGenericClientConstructor(SERVICE, 'ExternalProcessor');
  const client = new Processor(address, credentials.createInsecure());
  const stream = client.makeBidiStreamRequest(
    '/envoy.service.ext_proc.v3.ExternalProcessor/Process',
    SERVICE.process?.requestSerialize as (message: object) => Buffer,
    SERVICE.process?.responseDeserialize as (bytes: Buffer) => ProcessingResponse,
  );
  const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/json' };
  const pairs = Object.entries(headers).map(([key, value]) => ({ key, rawValue: Buffer.from(value) }));
  stream.write({ requestHeaders: { headers: { headers: pairs } } });
  stream.write({ requestBody: { body: Buffer.from(JSON.stringify(body)), endOfStream: true } });
  return new Promise((resolve, reject) => {
    const done = (choice: Choice) => {
      resolve(choice);
      stream.cancel();
      (client as Client).close();
    };
    stream.on('error', reject);
    stream.on('data', (answer: ProcessingResponse) => {
      const { code } = answer.immediateResponse?.status ?? {};
      const endpoint = destination(answer.requestHeaders) ?? destination(answer.requestBody);
      if (endpoint !== undefined || code !== undefined) done({ endpoint, refusedWith: code });
    });
  });
}

function destination(phase: PhaseResponse | undefined): string | undefined {
  const headers = phase?.response?.headerMutation?.setHeaders ?? [];
  const header = headers.find((one) => one.header.key === DESTINATION)?.header;
  return header?.rawValue === undefined ? header?.value : Buffer.from(header.rawValue, 'base64').toString();
}
