import { looked, type ScoreRule } from '../../rule.ts';

/** What is installed is written down. */
export const locked: ScoreRule = {
  id: 'OPERABILITY_LOCKED',
  section: 'operability',
  weight: 6,
  title: 'What every chart really contains is in the lock.',
  why: 'what a chart server hands out tomorrow is not what was reviewed today',
  fix: 'run `plinth lock` and commit platform.lock',
  look: (scene) =>
    scene.addOns.map((addOn) => {
      const at = `components.${addOn.component.name}`;
      return addOn.locked === undefined
        ? looked(at, `only its chart and version ${addOn.version} are known, not what is in it`)
        : looked(at);
    }),
};
