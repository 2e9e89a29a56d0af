import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { accessOf } from '../../../rehearsal/kubeconfig.ts';
import type { Properties } from './stand-in.ts';

/** File with the administrator's kubeconfig of the control plane that plays every cluster of a cloud. */
const CLUSTER = 'STAND_IN_CLUSTER';

/** Begins the text of every key that a machine of bare metal is made with. */
export const TALOS_KEY = 'the-key-of-a-machines';

/** Settings of a process whose clusters are to be that of a kubeconfig. */
export function clusterAt(kubeconfig: string): Record<string, string> {
  return { [CLUSTER]: kubeconfig };
}

/** The control plane that plays the clusters. */
export function playedCluster() {
  return accessOf(readFileSync(process.env[CLUSTER] ?? '', 'utf8'));
}

/** What a cloud would say of a thing: what it was given, and for the rest something of the declared type. */
export function madeUp(type: string, id: string, inputs: Properties, outputs: ReadonlyMap<string, string>): Properties {
  const rest = [...outputs].flatMap(([name, kind]) => {
    const value = ofKind(name, kind, id);
    return value === undefined ? [] : [[name, value] as const];
  });
  const given = Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== '__defaults'));
  return { ...Object.fromEntries(rest), ...given, ...COMPUTED[type]?.(id, inputs) };
}

function ofKind(name: string, kind: string, id: string): unknown {
  switch (kind) {
    case 'string':
      return name === 'arn' ? `arn:aws:stand-in:::${id}` : `${name}-of-${id}`;
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'string[]':
      return [`${name}-of-${id}`];
    default:
      return undefined;
  }
}

/** What is more than a word, for the types of which a stack asks it. */
const COMPUTED: Readonly<Record<string, (id: string, inputs: Properties) => Properties>> = {
  'aws:eks/cluster:Cluster': (id, inputs) => {
    const { ca, server } = playedCluster();
    return {
      endpoint: server,
      certificateAuthority: { data: base64(ca) },
      vpcConfig: { ...(inputs['vpcConfig'] as object), clusterSecurityGroupId: `sg-of-${id}`, vpcId: `vpc-of-${id}` },
    };
  },
  'azure-native:containerservice:ManagedCluster': (id) => ({
    oidcIssuerProfile: { enabled: true, issuerURL: `https://issuer.example.org/${id}` },
  }),
  'gcp:container/cluster:Cluster': () => {
    const { ca, server } = playedCluster();
    const endpoint = server.replace('https://', '');
    return {
      endpoint,
      masterAuth: { clusterCaCertificate: base64(ca) },
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint } },
    };
  },
  'digitalocean:index/kubernetesCluster:KubernetesCluster': () => {
    const { ca, server } = playedCluster();
    return {
      endpoint: server,
      kubeConfigs: [{ host: server, clusterCaCertificate: base64(ca), rawConfig: ownKubeconfig(), token: 'stand-in' }],
    };
  },
  'talos:cluster/kubeconfig:Kubeconfig': () => ({ kubeconfigRaw: ownKubeconfig() }),
  'talos:machine/secrets:Secrets': talosKeys,
  'random:index/randomPassword:RandomPassword': (id, inputs) => ({
    result: createHash('sha512').update(id).digest('hex').slice(0, Number(inputs['length'])),
  }),
};

/** Keys of machines, as many as are looked at. */
function talosKeys(id: string) {
  const key = base64(`${TALOS_KEY} of ${id}`);
  return {
    machineSecrets: { certs: { k8s: { key } }, cluster: { secret: key } },
    clientConfiguration: { caCertificate: base64('CA'), clientCertificate: base64('certificate'), clientKey: key },
  };
}

/** What clouds are asked. Anything else is refused, so that no answer is taken for granted. */
const ANSWERS: Readonly<Record<string, (args: Properties) => Properties>> = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': () => {
    const names = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
    return { id: 'eu-west-1', names, zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'], groupNames: ['eu-west-1'] };
  },
  'gcp:organizations/getProject:getProject': () => ({ id: 'projects/atlas-prod', number: '123456789012' }),
  'digitalocean:index/getKubernetesVersions:getKubernetesVersions': ({ versionPrefix }) => ({
    id: 'versions',
    latestVersion: `${versionPrefix}3-do.0`,
    validVersions: [`${versionPrefix}3-do.0`],
  }),
  'azure-native:authorization:getClientConfig': () => ({
    clientId: 'client',
    objectId: '00000000-0000-4000-8000-000000000009',
    subscriptionId: '00000000-0000-4000-8000-000000000001',
    tenantId: 'tenant',
  }),
  'talos:machine/getConfiguration:getConfiguration': ({ machineSecrets, machineType }) => ({
    machineConfiguration: JSON.stringify({ type: machineType, keys: machineSecrets }),
  }),
  'azure-native:containerservice:listManagedClusterUserCredentials': () => ({
    kubeconfigs: [{ name: 'clusterUser', value: base64(ownKubeconfig()) }],
  }),
};

/** @throws {Error} if nobody knows the answer. */
export function answerOf(token: string, args: Properties): Properties {
  const answer = ANSWERS[token];
  if (answer === undefined) throw new Error(`no stand-in answers ${token}`);
  return answer(args);
}

function ownKubeconfig(): string {
  return readFileSync(process.env[CLUSTER] ?? '', 'utf8');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
