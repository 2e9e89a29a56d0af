import { components } from '../../../catalog/index.ts';
import { imageVersion, READ_ONLY_CONTAINER } from '../../core/index.ts';
import type { Container } from '../../imports/kubernetes.gen.ts';
import { COLLECTOR_PORTS } from './telemetry-places.ts';

/** File of a collector's configuration, in its ConfigMap and below its folder. */
export const CONFIG_FILE = 'collector.yaml';
const FOLDER = '/conf';

/** The volume with a collector's configuration. */
export function configVolume(name: string) {
  return { name: 'config', configMap: { name } };
}

/** The container of a collector, with what all of them have in common. */
export function collector(version: string | undefined, memory: string, more: Partial<Container> = {}): Container {
  const [image] = components['opentelemetry-collector'].images;
  const { volumeMounts = [], ...rest } = more;
  const path = { path: '/', port: COLLECTOR_PORTS.health };
  return {
    name: 'collector',
    image: imageVersion(image, version),
    args: [`--config=${FOLDER}/${CONFIG_FILE}`],
    securityContext: READ_ONLY_CONTAINER,
    resources: { requests: { cpu: '50m', memory }, limits: { memory } },
    livenessProbe: { httpGet: path, periodSeconds: 20 },
    readinessProbe: { httpGet: path, periodSeconds: 10 },
    volumeMounts: [{ name: 'config', mountPath: FOLDER, readOnly: true }, ...volumeMounts],
    ...rest,
  };
}
