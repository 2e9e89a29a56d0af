import type { ExternalObject } from '../../spec/facts.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

/** What stands where the stack would write something that is known only after deployment. */
const SIMULATED = 'simulated';

/** An object in the place of one that the stack brings: same kind, name and keys, nothing real in it. */
export function standInObject({
  apiVersion,
  keys = [],
  kind,
  name,
  namespace,
  source,
}: ExternalObject): KubernetesObject {
  const metadata = namespace === undefined ? { name } : { name, namespace };
  return { apiVersion, kind, metadata, ...content(kind, name, { keys, source }) };
}

/** No two are the same but those of one source: Envoy Gateway refuses a key that two callers have. */
function secrets(source: string, keys: readonly string[]): object {
  return Object.fromEntries(keys.map((key) => [key, `${SIMULATED}-${source}-${key}`]));
}

function content(kind: string, name: string, { keys = [], source }: Pick<ExternalObject, 'keys' | 'source'>): object {
  const data = Object.fromEntries(keys.map((key) => [key, SIMULATED]));
  switch (kind) {
    case 'StorageClass':
      return { provisioner: 'rehearsal.plinth.dev/none', volumeBindingMode: 'WaitForFirstConsumer' };
    case 'RuntimeClass':
      return { handler: name };
    case 'Secret':
      return { stringData: secrets(source ?? name, keys) };
    case 'ConfigMap':
      return { data };
    default:
      return {};
  }
}
