import { looked, type ScoreRule } from '../../rule.ts';
import { bindingsOf } from './bindings.ts';

/** The default service account has no rights. */
export const defaultAccount: ScoreRule = {
  id: 'SECURITY_DEFAULT_ACCOUNT',
  section: 'security',
  weight: 6,
  title: 'No binding gives rights to a default service account, or to all of them.',
  why: 'every pod that names no account runs as it',
  fix: 'make a service account for the program and bind that',
  look: (scene) =>
    bindingsOf(scene).map(({ binding, manifest }) => {
      const wide = (binding.subjects ?? []).find(
        ({ kind, name }) =>
          (kind === 'ServiceAccount' && name === 'default') ||
          (kind === 'Group' && /^system:(serviceaccounts|authenticated|unauthenticated)/.test(name)),
      );
      return wide === undefined ? looked(manifest) : looked(manifest, `gives rights to ${wide.name}`, 'subjects');
    }),
};
