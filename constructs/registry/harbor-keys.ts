import { Construct } from 'constructs';
import type { ExternalObject } from '../../spec/facts.ts';
import { Certificate, ClusterIssuer } from '../imports/cert-manager.gen.ts';
import { ExternalSecret, Password } from '../imports/external-secrets.gen.ts';
import { HARBOR } from './harbor-names.ts';

/** Account by which Harbor's core writes to its own registry. */
export const REGISTRY_USER = 'harbor';

/** Length of each key. Harbor encrypts stored credentials with AES, which takes 16, 24 or 32. Unit: characters. */
const LENGTH = 32;
/** Keys of the Secret, named as the chart reads them. */
const KEYS = ['secretKey', 'secret', 'CSRF_KEY', 'JOBSERVICE_SECRET', 'REGISTRY_HTTP_SECRET', 'REGISTRY_PASSWD'];
/** Ten years: a new key makes every token that is about worthless, and a core that has not restarted refuses the others'. */
const TOKEN_HOURS = '87600h';

/** Who makes the keys up. */
export interface HarborKeysProps {
  /** Whether External Secrets is there, which makes them up in the cluster. */
  readonly makesUp: boolean;
  /** Where it is told that the stack, or the owner, brings them otherwise. */
  readonly external: ExternalObject[];
}

const OWNERS_KEYS: ExternalObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  name: HARBOR.keys,
  namespace: HARBOR.namespace,
  keys: KEYS,
  htpasswd: { key: 'REGISTRY_HTPASSWD', user: REGISTRY_USER, of: 'REGISTRY_PASSWD' },
  purpose:
    'keys by which Harbor’s parts trust one another, of 32 characters each; REGISTRY_HTPASSWD is the line of htpasswd (bcrypt) of harbor and REGISTRY_PASSWD',
};

/**
 * Keys by which Harbor's parts trust one another: made up in the cluster once, known to nobody, never in Git.
 *
 * The Secrets stay when this is taken away: without `secretKey` no stored credential of Harbor can be read again.
 */
export class HarborKeys extends Construct {
  public constructor(scope: Construct, id: string, { external, makesUp }: HarborKeysProps) {
    super(scope, id);
    if (makesUp) this.#keys();
    else external.push(OWNERS_KEYS);
    this.#token();
  }

  #keys(): void {
    const metadata = { name: HARBOR.keys, namespace: HARBOR.namespace };
    new Password(this, 'password', {
      metadata,
      spec: { length: LENGTH * KEYS.length, digits: LENGTH, symbols: 0, noUpper: false, allowRepeat: true },
    });
    new ExternalSecret(this, 'keys', {
      metadata,
      spec: {
        refreshPolicy: 'CreatedOnce',
        target: {
          name: HARBOR.keys,
          creationPolicy: 'Orphan',
          deletionPolicy: 'Retain',
          template: { engineVersion: 'v2', data: template() },
        },
        dataFrom: [
          {
            sourceRef: {
              generatorRef: {
                apiVersion: 'generators.external-secrets.io/v1alpha1',
                kind: 'Password',
                name: HARBOR.keys,
              },
            },
          },
        ],
      },
    });
  }

  /** The chart would make up another key at each rendering. */
  #token(): void {
    new ClusterIssuer(this, 'issuer', { metadata: { name: HARBOR.token }, spec: { selfSigned: {} } });
    new Certificate(this, 'token', {
      metadata: { name: HARBOR.token, namespace: HARBOR.namespace },
      spec: {
        secretName: HARBOR.token,
        commonName: HARBOR.token,
        duration: TOKEN_HOURS,
        privateKey: { algorithm: 'RSA', encoding: 'PKCS1', size: 4_096, rotationPolicy: 'Never' },
        usages: ['digital signature'],
        issuerRef: { name: HARBOR.token, kind: 'ClusterIssuer' },
      },
    });
  }
}

/** Each key is a piece of one long password; the registry wants its login as a line of htpasswd too. */
function template(): Record<string, string> {
  const pieces = KEYS.map((key, index) => [key, piece(index)] as const);
  const login = `(substr ${bounds(KEYS.indexOf('REGISTRY_PASSWD'))} .password)`;
  return { ...Object.fromEntries(pieces), REGISTRY_HTPASSWD: `{{ htpasswd "${REGISTRY_USER}" ${login} }}` };
}

function piece(index: number): string {
  return `{{ substr ${bounds(index)} .password }}`;
}

function bounds(index: number): string {
  return `${index * LENGTH} ${(index + 1) * LENGTH}`;
}
