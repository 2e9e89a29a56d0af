import type { Change, Desk, Section } from './change.ts';

/** File or key with the secret of the sign-in's client. */
export const OIDC_SECRET = 'oidc-client-secret';

/** Settings of the whole registry. What somebody fixed from outside (`editable: false`) cannot be changed, and is left. */
export const setConfiguration: Section = async function* (desk) {
  const { body } = await desk.harbor.call({ method: 'GET', path: '/configurations' });
  const found = body as Readonly<Record<string, { readonly value?: unknown; readonly editable?: boolean } | undefined>>;
  const wanted = Object.entries(desk.settings.configuration);
  const different = wanted.filter(([key, value]) => found[key]?.value !== value && found[key]?.editable !== false);
  const secret = await clientSecret(desk);
  if (different.length === 0 && secret === undefined) return;
  yield configurationChange(desk, Object.fromEntries(different), secret);
};

function configurationChange({ applied, harbor }: Desk, different: object, secret: string | undefined): Change {
  return {
    kind: 'configuration',
    name: 'the registry',
    action: 'update',
    fields: [...Object.keys(different), ...(secret === undefined ? [] : ['oidc_client_secret'])],
    apply: async () => {
      const body = secret === undefined ? different : { ...different, oidc_client_secret: secret };
      await harbor.call({ method: 'PUT', path: '/configurations', body });
      if (secret !== undefined) await applied.end(OIDC_SECRET, secret);
    },
  };
}

/** The secret of the sign-in's client, where it is known and not applied yet. */
async function clientSecret({ applied, credential }: Desk): Promise<string | undefined> {
  const secret = credential(OIDC_SECRET);
  return secret === undefined || (await applied.has(OIDC_SECRET, secret)) ? undefined : secret;
}
