import { z } from 'zod';
import { dnsLabel, field, text } from './field.ts';

/** A host name: labels with dots between them, in lower case. */
export const hostname = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'expected a host name such as ml.example.org',
  );

/** An address of the web with TLS. */
export const httpsUrl = z
  .string()
  .max(500)
  .regex(/^https:\/\/[^\s]+$/, 'expected an address that begins with https://');

const oidc = z
  .strictObject({
    kind: z.literal('oidc').meta({ description: 'An identity provider that is there already.', examples: ['oidc'] }),
    issuer: field(httpsUrl, 'Issuer of the tokens, as it stands in their `iss`.', 'https://idp.example.org/realms/ml'),
    keys: field(
      httpsUrl.optional(),
      'Address of its public keys, `jwks_uri` of its discovery document. Without it: the usual one of Keycloak, Microsoft Entra, Google or Okta, if the issuer is one of them.',
      'https://idp.example.org/realms/ml/protocol/openid-connect/certs',
    ),
    clientId: field(
      text(200).default('plinth'),
      'Client that people sign in with, and audience of every token; its secret is never in Git.',
      'plinth',
    ),
    scopes: field(
      z.array(text(100)).max(20).readonly().default(['email', 'profile']),
      'What is asked for at the sign-in beside `openid`; some issuers give groups only for a scope `groups`.',
      ['email', 'profile', 'groups'],
    ),
    groupsClaim: field(text(100).default('groups'), 'Claim that holds a person’s groups.', 'groups'),
    usernameClaim: field(text(100).default('email'), 'Claim that names a person.', 'email'),
  })
  .readonly();

const dex = z
  .strictObject({
    kind: z
      .literal('dex')
      .meta({ description: 'Dex in the cluster, in front of your own directory.', examples: ['dex'] }),
    connector: field(
      z.enum(['ldap', 'saml', 'github', 'gitlab', 'microsoft', 'google', 'oidc']),
      'Kind of directory behind it. Its settings are the Secret `dex-connector`, never in Git.',
      'ldap',
    ),
  })
  .readonly();

const keycloak = z
  .strictObject({
    kind: z
      .literal('keycloak')
      .meta({ description: 'Keycloak in the cluster, with people of its own.', examples: ['keycloak'] }),
  })
  .readonly();

const certificates = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('acme').meta({ description: 'Public certificates by ACME.', examples: ['acme'] }),
      email: field(z.email().max(254), 'Whom the authority writes to.', 'platform@example.org'),
      server: field(
        httpsUrl.default('https://acme-v02.api.letsencrypt.org/directory'),
        'Directory of the authority.',
        'https://acme-v02.api.letsencrypt.org/directory',
      ),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('issuer').meta({ description: 'A ClusterIssuer that is there already.', examples: ['issuer'] }),
      name: field(dnsLabel(63), 'Its name.', 'company-ca'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('private').meta({
        description: 'An authority of the platform’s own; browsers must be told to trust it.',
        examples: ['private'],
      }),
    })
    .readonly(),
]);

const secrets = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('cloud').meta({
        description: 'AWS Secrets Manager, Secret Manager of Google Cloud, or an Azure Key Vault that the stack makes.',
        examples: ['cloud'],
      }),
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('vault')
        .meta({ description: 'HashiCorp Vault or OpenBao that is there already.', examples: ['vault'] }),
      server: field(httpsUrl, 'Its address.', 'https://vault.example.org:8200'),
      mount: field(text(100).default('plinth'), 'Where its store of keys and values (version 2) is mounted.', 'plinth'),
      auth: field(
        text(100).default('kubernetes'),
        'Where its sign-in for this cluster is mounted.',
        'kubernetes-atlas',
      ),
      role: field(text(100).default('plinth'), 'Role there of External Secrets.', 'plinth'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('external').meta({
        description: 'No store: whoever runs the cluster makes each Secret that `external.json` lists.',
        examples: ['external'],
      }),
    })
    .readonly(),
]);

const dns = z
  .strictObject({
    zone: field(hostname, 'Zone in which records are written; it is there already.', 'example.org'),
    id: field(
      text(100).optional(),
      'What the cloud knows it by: id of the hosted zone on AWS, name of the managed zone on Google Cloud, resource group of the zone on Azure. Rights are given on it alone. Without it: only where no cloud asks for it.',
      'Z0123456789ABCDEFGHIJ',
    ),
    server: field(
      hostname.optional(),
      'Name server that takes signed updates (RFC 2136), where no cloud keeps the zone. Without it: the target’s cloud.',
      'ns1.example.org',
    ),
  })
  .readonly();

/** The one way in, for people and programs. */
export const access = z
  .strictObject({
    domain: field(
      hostname,
      'Domain of the platform; every host that is not named otherwise stands below it.',
      'ml.example.org',
    ),
    signIn: field(z.discriminatedUnion('kind', [oidc, dex, keycloak]), 'Who says who somebody is.', {
      kind: 'oidc',
      issuer: 'https://idp.example.org/realms/ml',
    }),
    admins: field(
      z.array(text(200)).max(20).readonly().default([]),
      'Groups whose members run the platform: they come in everywhere. Written as in `teams[].groups`.',
      ['oidc:platform'],
    ),
    groupsPrefix: field(
      z.string().max(40).default('oidc:'),
      'What stands before the name of a group, and of a person, in Kubernetes and not in the claim.',
      'oidc:',
    ),
    certificates: field(certificates.default({ kind: 'private' }), 'Where certificates come from.', {
      kind: 'private',
    }),
    exposure: field(
      z.enum(['private', 'internet']).default('private'),
      'Whether the gateway’s load balancer has an address of the internet.',
      'private',
    ),
    dns: field(
      dns.optional(),
      'DNS records by external-dns, and the proof that ACME asks for. Without it you write them yourself.',
      { zone: 'example.org', id: 'Z0123456789ABCDEFGHIJ' },
    ),
    secrets: field(
      secrets.optional(),
      'Where passwords and keys come from. Without it: `cloud` on AWS, Google Cloud and Azure, elsewhere `external`.',
      { kind: 'cloud' },
    ),
  })
  .readonly();

/** The one way in, for people and programs. */
export type AccessSpec = z.output<typeof access>;

/** Where passwords and keys come from. */
export type SecretsSpec = z.output<typeof secrets>;
