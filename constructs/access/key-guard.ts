import { Construct } from 'constructs';
import { SecurityPolicy } from '../imports/envoy-gateway.gen.ts';
import { CALLER_HEADER } from './route-guard.ts';

/** Who may take a route by a key. */
export interface KeyGuardProps {
  /** Name of the policy, and of the HTTPRoute that it guards; DNS label. */
  readonly name: string;
  /** Namespace of both, and of the Secrets: one of another namespace is never read. */
  readonly namespace: string;
  /** Secrets with keys; the name of each value is its holder's. All are needed: without one of them nobody comes in. */
  readonly secrets: readonly [string, ...string[]];
}

/** Headers in which a key may stand; `Bearer ` before it is taken off, as clients of OpenAI write it. */
const KEY_HEADERS = ['Authorization', 'x-api-key'];

/**
 * Lets in whoever has a key: programs that cannot get a token of the sign-in.
 *
 * A host asks for keys or for tokens, never for either: the gateway wants everything that a policy names. The backend
 * hears the holder's name and not the key.
 */
export class KeyGuard extends Construct {
  public constructor(scope: Construct, id: string, { name, namespace, secrets }: KeyGuardProps) {
    super(scope, id);
    new SecurityPolicy(this, 'policy', {
      metadata: { name, namespace },
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
        apiKeyAuth: {
          credentialRefs: secrets.map((secret) => ({ group: '', kind: 'Secret', name: secret })),
          extractFrom: [{ headers: KEY_HEADERS }],
          forwardClientIDHeader: CALLER_HEADER,
          sanitize: true,
        },
        authorization: { defaultAction: 'Allow' },
      },
    });
  }
}
