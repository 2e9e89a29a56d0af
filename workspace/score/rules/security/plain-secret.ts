import { allContainers } from '../../placed-pod.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** Names of variables whose value is a secret; those that end in a file's or a secret's name are not. */
const SECRET_NAME = /(PASSWORD|PASSWD|SECRET|TOKEN|APIKEY|API_KEY|ACCESS_KEY|PRIVATE_KEY)$/i;

/** Nothing secret stands in Git. */
export const plainSecret: ScoreRule = {
  id: 'SECURITY_PLAIN_SECRET',
  section: 'security',
  weight: 10,
  title: 'Nothing secret is rendered: no Secret with contents, no password in a variable.',
  why: 'what stands in Git is read by everybody who reads Git, for ever',
  fix: 'keep it in the store and name it by an ExternalSecret, or let a generator make it in the cluster',
  look: (scene) => [
    ...scene.of('Secret').map((manifest) => {
      const { data, stringData } = manifest.object as { data?: object; stringData?: object };
      const keys = [data, stringData].flatMap((each) => Object.entries(each ?? {})).filter(([, value]) => value !== '');
      return keys.length === 0 ? looked(manifest) : looked(manifest, `holds ${keys.map(([key]) => key).join(', ')}`);
    }),
    ...scene.pods.map((placed) => ({
      on: placed.manifest,
      problems: allContainers(placed).flatMap(({ at, container }) =>
        (container.env ?? []).flatMap(({ name, value = '' }, index) =>
          value !== '' && SECRET_NAME.test(name)
            ? [{ field: `${at}.env[${index}].value`, problem: `${name} has a value` }]
            : [],
        ),
      ),
    })),
  ],
};
