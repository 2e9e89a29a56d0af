import { installed, objectsOf } from '../evidence.ts';
import type { ChecklistItem } from '../item.ts';

/** What is asked of measuring. */
export const OBSERVABILITY_ITEMS: readonly ChecklistItem[] = [
  {
    id: 'accelerator_metrics',
    section: 'observability',
    level: 'MUST',
    asks: 'use and memory of each accelerator can be scraped in a standard form',
    needsHardware: 'that the exporter reads a real accelerator',
    tests: [],
    show: (scene) => {
      const exporters = installed(scene, 'nvidia-gpu-operator', 'amd-gpu-operator', 'dcgm-exporter', 'aws-neuron');
      const scraped = objectsOf(scene, 'Prometheus', 'PrometheusAgent');
      const objects = [...exporters, ...scraped];
      if (exporters.length === 0)
        return { status: 'Not Implemented', objects, gap: 'nothing that is installed measures the accelerators' };
      return scraped.length > 0
        ? { status: 'Implemented', objects }
        : {
            status: 'Partially Implemented',
            objects,
            gap: 'exporters are installed; the platform has no observability section, so nothing here scrapes them',
          };
    },
  },
  {
    id: 'ai_service_metrics',
    section: 'observability',
    level: 'MUST',
    asks: 'figures that workloads offer in Prometheus’ form are found and collected',
    tests: [],
    show: (scene) => {
      const objects = objectsOf(scene, 'Prometheus', 'PrometheusAgent', 'PodMonitor', 'ServiceMonitor');
      return scene.of('Prometheus', 'PrometheusAgent').length > 0
        ? { status: 'Implemented', objects }
        : { status: 'Not Implemented', objects, gap: 'the spec has no observability section' };
    },
  },
];
