import { runtime } from '@pulumi/pulumi';

/** A resource as a program registered it. */
export interface Registered {
  /** Identity in the state: the types of its parents, its own, and its name. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of its parent. Empty: the stack itself. */
  readonly parent: string;
  /** Whether a provider makes it; otherwise it only groups others. */
  readonly custom: boolean;
  /** What it was given: secrets as `{ secret: value }`, what is known only after deployment as {@link UNKNOWN}. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URNs of what is there before; its provider's too. */
  readonly dependencies: readonly string[];
  /** URN of its provider. Empty: the default of its kind. */
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** URN of what takes it along. Empty: nothing does. */
  readonly deletedWith: string;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** Stands in inputs for what is known only after deployment. */
export const UNKNOWN = '<known after deployment>';

/** How a program is run. */
export interface RecordingOptions {
  /** Name of the stack. @default test */
  readonly stack?: string;
  /** Whether nothing is deployed: what providers compute is then unknown. @default false */
  readonly preview?: boolean;
  /** Configuration of the stack. @default - none */
  readonly config?: Readonly<Record<string, string>>;
  /** Outputs that the last run of the same stack left. @default - there was none */
  readonly before?: Readonly<Record<string, unknown>>;
  /** Takes the records, also of a program that ends with an error. @default - a new list */
  readonly registered?: Registered[];
}

type Program = () => Promise<unknown> | unknown;

/** Everything that a program registers, in the order in which it does. Its errors are thrown. */
export async function recorded(program: Program, options: RecordingOptions = {}): Promise<Registered[]> {
  return (await recordedRun(program, options)).registered;
}

/** A run, and what the program returned. */
export async function recordedRun(program: Program, options: RecordingOptions = {}) {
  const { before, config = {}, preview = false, registered = [], stack = 'test' } = options;
  await runtime.setMocks(
    { newResource: (args) => madeUp(args, preview), call: ({ inputs, token }) => answer(token, inputs, before) },
    'plinth',
    stack,
    preview,
    'organization',
  );
  runtime.setAllConfig({ ...config });
  listen(registered);
  // The SDK takes a stack trace for every promise, and vitest maps each line of it: four fifths of the time of a run.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    const outputs = await program();
    await runtime.disconnect();
    return { registered, outputs };
  } catch (error) {
    // What is still under way must not reach the next run.
    await runtime.disconnect();
    throw error;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The request of a registration, as far as it is read here. The SDK has a type for it that is not exported. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getDependenciesList(): string[];
  getProvider(): string;
  getProtect(): boolean | undefined;
  getRetainondelete(): boolean | undefined;
  getDeletedwith(): string;
  getIgnorechangesList(): string[];
  getDeletebeforereplace(): boolean;
}

type Respond = (error: Error | null, response?: { getUrn(): string }) => void;

interface Monitor {
  registerResource(request: Request, respond: Respond): Promise<void>;
  readResource(request: ReadRequest, respond: Respond): Promise<void>;
}

/** The request of a reading: what others made, looked up. */
type ReadRequest = Pick<Request, 'getDependenciesList' | 'getProvider'>;

/**
 * Puts an ear to the SDK's own stand-in for the engine.
 *
 * The stand-in knows only the next parent in a URN; the engine, and so the records, know them all.
 */
function listen(registered: Registered[]): void {
  const monitor = runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  const urns = new Map<string, string>();
  const full = (urn: string) => urns.get(urn) ?? urn;
  const reads = new Map<string, readonly string[]>();
  const read = monitor.readResource.bind(monitor);
  // What is read is no record of its own: who depends on it depends on what the reading waits for.
  monitor.readResource = (request, respond) =>
    read(request, (error, response) => {
      if (response !== undefined)
        reads.set(response.getUrn(), [...request.getDependenciesList(), providerUrn(request.getProvider(), full)]);
      respond(error, response);
    });
  const flat = (urn: string): readonly string[] => reads.get(urn)?.flatMap(flat) ?? [full(urn)];
  monitor.registerResource = (request, respond) =>
    register(request, (error, response) => {
      if (response !== undefined) {
        const record = recordOf(request, full, flat);
        urns.set(response.getUrn(), record.urn);
        registered.push(record);
      }
      respond(error, response);
    });
}

function recordOf(
  request: Request,
  full: (urn: string) => string,
  flat: (urn: string) => readonly string[],
): Registered {
  const [parent, provider] = [full(request.getParent()), providerUrn(request.getProvider(), full)];
  const dependencies = [
    ...new Set([...request.getDependenciesList().flatMap(flat), ...(provider === '' ? [] : [provider])]),
  ];
  const [type, name] = [request.getType(), request.getName()];
  const prefix = `urn:pulumi:${runtime.getStack()}::plinth::`;
  const within = parent === '' ? '' : `${parent.split('::')[2]}$`;
  return {
    urn: `${prefix}${within}${type}::${name}`,
    type,
    name,
    parent,
    custom: request.getCustom(),
    inputs: readable(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
    dependencies,
    provider,
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deletedWith: full(request.getDeletedwith()),
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
  };
}

function providerUrn(reference: string, full: (urn: string) => string): string {
  return reference === '' ? '' : full(reference.slice(0, reference.lastIndexOf('::')));
}

/** How the SDK marks values on their way to the engine. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const UNKNOWN_VALUE = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

function readable(value: unknown): unknown {
  if (value === UNKNOWN_VALUE) return UNKNOWN;
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (record[SIGNATURE] === SECRET) return { secret: readable(record['value']) };
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, readable(each)]));
}

/** What providers would compute. At a preview they compute nothing. */
function madeUp(
  { inputs, name, type }: { inputs: Record<string, unknown>; name: string; type: string },
  preview: boolean,
) {
  if (preview) return { id: undefined, state: inputs };
  const arn = `arn:aws:test:::${name}`;
  return { id: `${name}-id`, state: merged({ arn, ...ofAzure(type, name, inputs), ...COMPUTED[type] }, inputs) };
}

function merged(computed: Record<string, unknown>, inputs: Record<string, unknown>): Record<string, unknown> {
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const both = Object.entries(inputs).flatMap(([key, input]) => {
    const known = computed[key];
    return isRecord(known) && isRecord(input) ? [[key, merged(known, input)] as const] : [];
  });
  return { ...computed, ...inputs, ...Object.fromEntries(both) };
}

/** What Azure computes: the name that it was given under a word of its own for each type, and who an identity is. */
function ofAzure(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (!type.startsWith('azure-native:')) return {};
  const kind = type.slice(type.lastIndexOf(':') + 1);
  const word = `${kind.slice(0, 1).toLowerCase()}${kind.slice(1)}Name`;
  const given = inputs[word] ?? inputs['accountName'] ?? inputs['resourceName'];
  const identity =
    kind === 'UserAssignedIdentity' ? { clientId: `${name}-client`, principalId: `${name}-principal` } : {};
  return { ...(given === undefined ? {} : { name: given }), ...identity };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const COMPUTED: Readonly<Record<string, object>> = {
  'aws:eks/cluster:Cluster': {
    endpoint: 'https://cluster.example.org',
    certificateAuthority: { data: 'Q0E=' },
    vpcConfig: { clusterSecurityGroupId: 'sg-cluster' },
  },
  'aws:ec2/launchTemplate:LaunchTemplate': { latestVersion: 1 },
  'aws:kms/key:Key': { keyId: 'key' },
  'digitalocean:index/kubernetesCluster:KubernetesCluster': {
    endpoint: 'https://cluster.example.org',
    kubeConfigs: [{ clusterCaCertificate: 'Q0E=', rawConfig: 'plain-kubeconfig', token: 'plain-token' }],
  },
  'digitalocean:index/spacesKey:SpacesKey': { accessKey: 'plain-access-key', secretKey: 'plain-secret-key' },
  'digitalocean:index/containerRegistries:ContainerRegistries': { endpoint: 'registry.example.org/atlas' },
  'azure-native:containerservice:ManagedCluster': { oidcIssuerProfile: { issuerURL: 'https://issuer.example.org' } },
  'azure-native:keyvault:Key': { keyUriWithVersion: 'https://key.example.org/1' },
  'azure-native:containerregistry:Registry': { loginServer: 'registry.example.org' },
  'gcp:container/cluster:Cluster': {
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: 'gke-1.europe-west4.gke.goog' } },
    masterVersion: '1.36.2-gke.100',
    nodeLocations: ['europe-west4-c', 'europe-west4-a', 'europe-west4-b'],
  },
  'gcp:projects/serviceIdentity:ServiceIdentity': { member: 'serviceAccount:gke@google.example.org' },
  'gcp:serviceaccount/account:Account': { email: 'node@atlas-prod.example.org' },
  'talos:machine/secrets:Secrets': {
    machineSecrets: { cluster: { secret: 'plain-cluster-secret' } },
    clientConfiguration: { caCertificate: 'CA', clientCertificate: 'CERT', clientKey: 'plain-client-key' },
  },
  'talos:cluster/kubeconfig:Kubeconfig': { kubeconfigRaw: 'plain-kubeconfig' },
  // What others write into Secrets: Cluster API a kubeconfig, Kubernetes a token.
  'kubernetes:core/v1:Secret': {
    data: { value: base64('plain-kubeconfig'), token: base64('plain-token'), 'ca.crt': 'Q0E=' },
  },
  'random:index/randomBytes:RandomBytes': { base64: 'plain-bytes' },
  'random:index/randomPassword:RandomPassword': { result: 'made-up' },
  'pulumi:pulumi:StackReference': { outputs: { kubeconfig: 'of the stack below', clusterIdentifier: 'arn' } },
};

function answer(
  token: string,
  inputs: Record<string, unknown>,
  before: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  if (token === 'pulumi:pulumi:readStackOutputs') return { ...inputs, outputs: before };
  if (token === 'aws:index/getAvailabilityZones:getAvailabilityZones')
    return { names: ['eu-west-1c', 'eu-west-1a', 'eu-west-1b'] };
  if (token === 'gcp:organizations/getProject:getProject') return { number: '123456789012' };
  if (token === 'digitalocean:index/getKubernetesVersions:getKubernetesVersions')
    return { latestVersion: '1.36.3-do.1' };
  if (token === 'azure-native:authorization:getClientConfig')
    return { objectId: 'who-runs-pulumi', tenantId: 'tenant' };
  if (token === 'azure-native:storage:listStorageAccountKeys') return { keys: [{ value: 'plain-account-key' }] };
  if (token === 'azure-native:containerservice:listManagedClusterUserCredentials')
    return { kubeconfigs: [{ name: 'clusterUser', value: Buffer.from(AKS_KUBECONFIG).toString('base64') }] };
  // Every generated configuration holds keys.
  if (token === 'talos:machine/getConfiguration:getConfiguration')
    return { machineConfiguration: JSON.stringify({ ...inputs, keys: 'plain-machine-keys' }) };
  return inputs;
}

/** What AKS gives to users: it wants a browser. */
const AKS_KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
  - name: theirs
    cluster: { server: 'https://cluster.example.org:443', certificate-authority-data: Q0E= }
users:
  - name: theirs
    user: { exec: { command: kubelogin, args: [get-token, --login, devicecode] } }
`;
