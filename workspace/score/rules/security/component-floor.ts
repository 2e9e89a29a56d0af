import { isBelowFloor } from '../../../../catalog/index.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** Nothing runs at a version with a published hole. */
export const componentFloor: ScoreRule = {
  id: 'SECURITY_COMPONENT_FLOOR',
  section: 'security',
  weight: 10,
  title: 'No component is older than its lowest safe version.',
  why: 'the hole is published, and programs look for it',
  fix: 'raise the version in components, or leave it to the catalogue',
  look: (scene) =>
    scene.addOns.map(({ component, version }) => {
      const at = `components.${component.name}`;
      return isBelowFloor(component, version)
        ? looked(at, `${version} is below ${component.floor?.version}: ${component.floor?.because}`)
        : looked(at);
    }),
};
