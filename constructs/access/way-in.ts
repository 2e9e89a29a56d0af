import type { Construct } from 'constructs';
import type { TeamSpec } from '../../spec/team.ts';

/** The gateway through which everything comes in. */
export interface AccessGateway {
  /** Name of the Gateway object. */
  readonly name: string;
  /** Its namespace; routes of people, and the client's secret, stand there too. No pod runs there. */
  readonly namespace: string;
  /** Name of the GatewayClass. */
  readonly className: string;
  /** Namespace that the proxies' pods and the controller run in. */
  readonly proxyNamespace: string;
  /** Labels of the proxies' pods, for network rules that let them in. */
  readonly proxyLabels: Readonly<Record<string, string>>;
}

/** Where an issuer answers, if the platform runs it itself: nobody has to ask its discovery document. */
export interface OwnIssuer {
  /** Where a browser is sent to sign in. */
  readonly authorization: string;
  /** Where the proxies change a code for tokens. */
  readonly token: string;
}

/** One sign-in, as other rooms need it. */
export interface SignIn {
  /** Issuer of the tokens, as it stands in their `iss`. */
  readonly issuer: string;
  /** Address of its public keys, as the proxies reach it. */
  readonly keys: string;
  /** Where it answers, if the platform runs it itself. @default - its discovery document says so */
  readonly own?: OwnIssuer;
  /** Client that people sign in with, and audience of every token. */
  readonly clientId: string;
  /** Entry of the store with the client's secret, under the key `client-secret`. */
  readonly clientEntry: string;
  /** What is asked for at the sign-in beside `openid`. */
  readonly scopes: readonly string[];
  /** Claim that holds a person's groups. */
  readonly groupsClaim: string;
  /** Claim that names a person. */
  readonly usernameClaim: string;
  /** What stands before a group's name in Kubernetes and not in the claim, such as `oidc:`; empty where there is none. */
  readonly groupsPrefix: string;
  /** Values of the groups claim whose members run the platform. */
  readonly admins: readonly string[];
}

/** A Secret that is nowhere in Git. */
export interface SecretProps {
  /** Name of the Secret. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Keys of its data; each is a property of the entry in the store. */
  readonly keys: readonly [string, ...string[]];
  /** What it is for; stands in `external.json`, and as an annotation. */
  readonly purpose: string;
  /**
   * Whether each key is made up once in the cluster, long and random, and nobody has to know it.
   *
   * @default false - somebody writes it into the store
   */
  readonly generated?: boolean;
  /** Labels that who reads it looks for. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Name of an entry that several Secrets take their values from. @default - an entry of its own, named after namespace and name */
  readonly entry?: string;
}

/** What the things behind the gateway are given by the access room. `Access` is one; tests make their own. */
export interface WayIn {
  /** The gateway. */
  readonly gateway: AccessGateway;
  /** The sign-in. */
  readonly signIn: SignIn;
  /** Host of a part of the platform: `mlflow-vision` becomes `mlflow-vision.ml.example.org`. */
  host(part: string): string;
  /** Values of the groups claim whose members work in a team. Viewers may look, not call. */
  members(team: TeamSpec): readonly string[];
  /** Opens a host on the gateway, with its certificate, and gives the listener's name. Safe to call twice. */
  listener(host: string): string;
  /** Tells an issuer of the platform's own that it may hand people back at this address; an outside one must be told by its owner. */
  handsBackTo(address: string): void;
  /** Declares a Secret that External Secrets brings, or that its owner brings where there is no store. Gives its name. */
  secret(scope: Construct, id: string, props: SecretProps): string;
}
