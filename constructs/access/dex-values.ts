import type { AccessSpec } from '../../spec/access.ts';
import { CLIENT_SECRET, CLIENT_SECRET_KEY } from './route-guard.ts';
import { ownService } from './sign-in.ts';
import type { SignIn } from './way-in.ts';

type Connector = Extract<AccessSpec['signIn'], { kind: 'dex' }>['connector'];

/** Secret with the settings of the directory behind Dex. */
export const CONNECTOR_SECRET = 'dex-connector';

/** Settings of each kind of directory: Dex's word for it, and the key of {@link CONNECTOR_SECRET} that holds it. */
const SETTINGS: Readonly<Record<Connector, readonly (readonly [setting: string, key: string])[]>> = {
  ldap: [
    ['host', 'LDAP_HOST'],
    ['bindDN', 'LDAP_BIND_DN'],
    ['bindPW', 'LDAP_BIND_PASSWORD'],
    ['userSearch.baseDN', 'LDAP_USERS'],
    ['groupSearch.baseDN', 'LDAP_GROUPS'],
  ],
  saml: [
    ['ssoURL', 'SAML_SSO_URL'],
    ['caData', 'SAML_CA_DATA'],
  ],
  github: client('GITHUB'),
  gitlab: client('GITLAB'),
  microsoft: [...client('MICROSOFT'), ['tenant', 'MICROSOFT_TENANT']],
  google: client('GOOGLE'),
  oidc: [['issuer', 'OIDC_ISSUER'], ...client('OIDC')],
};

/** What a kind needs beside; the usual attributes of a directory. */
const FIXED: Readonly<Partial<Record<Connector, Readonly<Record<string, unknown>>>>> = {
  ldap: {
    'userSearch.username': 'uid',
    'userSearch.idAttr': 'DN',
    'userSearch.emailAttr': 'mail',
    'userSearch.nameAttr': 'cn',
    'groupSearch.nameAttr': 'cn',
    'groupSearch.userMatchers': [{ userAttr: 'DN', groupAttr: 'member' }],
  },
  saml: { usernameAttr: 'name', emailAttr: 'email', groupsAttr: 'groups' },
  oidc: { insecureEnableGroups: true, scopes: ['profile', 'email', 'groups'] },
};

function client(prefix: string): readonly (readonly [string, string])[] {
  return [
    ['clientID', `${prefix}_CLIENT_ID`],
    ['clientSecret', `${prefix}_CLIENT_SECRET`],
  ];
}

/** Keys of the Secret that a kind of directory needs. */
export function connectorKeys(connector: Connector): readonly [string, ...string[]] {
  return SETTINGS[connector].map(([, key]) => key) as unknown as [string, ...string[]];
}

/** Values of the Dex chart that Plinth sets. */
export interface DexValues {
  readonly replicaCount: number;
  readonly image: { readonly tag: string };
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly minAvailable: number };
  readonly podSecurityContext: object;
  readonly securityContext: object;
  readonly envFrom: readonly object[];
  readonly envVars: readonly object[];
  readonly config: Readonly<Record<string, unknown>>;
}

/** What the values are made from. */
export interface DexSetting {
  /** Version of Dex, without a leading `v`. */
  readonly version: string;
  /** Kind of directory. */
  readonly connector: Connector;
  /** The sign-in. */
  readonly signIn: SignIn;
  /** Addresses at which people are handed back. Grows while rooms are opened. */
  readonly callbacks: readonly string[];
}

/** Two of them, which keep what they know as custom resources; settings with words such as `$LDAP_HOST` are read from the Secret. */
export function dexValues({ callbacks, connector, signIn, version }: DexSetting): DexValues {
  return {
    replicaCount: 2,
    image: { tag: `v${version}` },
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 1001,
    },
    envFrom: [{ secretRef: { name: CONNECTOR_SECRET } }],
    envVars: [
      {
        name: 'CLIENT_SECRET',
        valueFrom: { secretKeyRef: { name: CLIENT_SECRET, key: CLIENT_SECRET_KEY } },
      },
    ],
    config: {
      issuer: signIn.issuer,
      storage: { type: 'kubernetes', config: { inCluster: true } },
      web: { http: `0.0.0.0:${ownService('dex').port}` },
      oauth2: { skipApprovalScreen: true, responseTypes: ['code'] },
      enablePasswordDB: false,
      connectors: [{ type: connector, id: connector, name: connector, config: settings(connector, signIn) }],
      staticClients: [{ id: signIn.clientId, name: 'Plinth', secretEnv: 'CLIENT_SECRET', redirectURIs: callbacks }],
    },
  };
}

function settings(connector: Connector, { issuer }: SignIn): Record<string, unknown> {
  const redirect = connector === 'ldap' ? {} : { redirectURI: `${issuer}/callback` };
  const found: Record<string, unknown> = { ...redirect };
  const all = [
    ...Object.entries(FIXED[connector] ?? {}),
    ...SETTINGS[connector].map(([setting, key]) => [setting, `$${key}`] as const),
  ];
  for (const [path, value] of all) {
    const [first = '', inner] = path.split('.');
    if (inner === undefined) found[first] = value;
    else found[first] = { ...(found[first] as object | undefined), [inner]: value };
  }
  return found;
}
