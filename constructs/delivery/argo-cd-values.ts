import { type ArgoCdSignIn, argoCdRights, signInSettings } from './argo-cd-sign-in.ts';

/** Values of the Argo CD chart that Plinth sets. */
export interface ArgoCdValues {
  readonly global: { readonly networkPolicy: { readonly create: boolean; readonly defaultDenyIngress: boolean } };
  readonly dex: { readonly enabled: boolean };
  readonly notifications: { readonly enabled: boolean };
  readonly configs: {
    readonly cm: Readonly<Record<string, string>>;
    readonly params?: Readonly<Record<string, string>>;
    readonly rbac?: Readonly<Record<string, string>>;
  };
}

/**
 * The chart's values: no local administrator and no issuer of its own, closed network, and the health of Applications,
 * without which a sync wave would not wait for what its Applications bring.
 *
 * @param signIn - who may come in, and where. @default - nobody: there is no way in
 */
export function argoCdValues(signIn?: ArgoCdSignIn): ArgoCdValues {
  return {
    global: { networkPolicy: { create: true, defaultDenyIngress: true } },
    dex: { enabled: false },
    notifications: { enabled: false },
    configs: {
      cm: {
        'admin.enabled': 'false',
        'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
        ...(signIn === undefined ? {} : signInSettings(signIn)),
      },
      ...(signIn === undefined ? {} : { params: { 'server.insecure': 'true' }, rbac: argoCdRights(signIn) }),
    },
  };
}

const APPLICATION_HEALTH = `local found = obj.status
if found ~= nil and found.health ~= nil and found.health.status ~= nil then
  return { status = found.health.status, message = found.health.message or "" }
end
return { status = "Progressing", message = "not synced yet" }
`;
