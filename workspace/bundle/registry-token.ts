import type { RegistryCredential } from './registry-credentials.ts';

/**
 * Header that a registry asks for: the account itself, or a token that is had for it elsewhere.
 *
 * @param challenge - the registry's `WWW-Authenticate`
 * @param account - who asks. @default - nobody in particular
 * @returns nothing where there is no account, or it is refused
 */
export async function authorizationFor(
  challenge: string,
  scope: string,
  account: RegistryCredential | undefined,
): Promise<string | undefined> {
  const basic = account && `Basic ${Buffer.from(`${account.user}:${account.secret}`).toString('base64')}`;
  if (/^basic/i.test(challenge)) return basic;
  const word = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = word('realm');
  if (realm === undefined) return undefined;
  const url = new URL(realm);
  url.searchParams.set('service', word('service') ?? '');
  url.searchParams.set('scope', scope);
  const answer = await fetch(url, { headers: basic === undefined ? {} : { authorization: basic } });
  if (!answer.ok) {
    await answer.body?.cancel();
    return undefined;
  }
  const { access_token, token } = (await answer.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? access_token}`;
}
