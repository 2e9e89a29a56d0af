import { kubernetesSupport } from '../../../../catalog/index.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** Every component is known to work on the cluster's Kubernetes. */
export const supported: ScoreRule = {
  id: 'OPERABILITY_KUBERNETES_SUPPORT',
  section: 'operability',
  weight: 5,
  title: 'Every component lists the Kubernetes of the platform, or was tested on it.',
  why: 'what nobody tried together may fail at the first update',
  fix: 'choose a minor of Kubernetes that it lists, or try it in a rehearsal',
  look: (scene) =>
    scene.addOns.map(({ component }) => {
      const { kubernetes } = scene.spec.target;
      const at = `components.${component.name}`;
      if (kubernetesSupport(component, kubernetes) !== 'notListed') return looked(at);
      const range =
        component.kubernetes === undefined ? 'names no Kubernetes' : `lists ${component.kubernetes.join('–')}`;
      return looked(at, `${range}, and was not tested on ${kubernetes}`);
    }),
};
