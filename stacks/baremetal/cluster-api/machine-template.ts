import type { PlatformOn } from '../../../spec/platform.ts';
import { API } from './api-versions.ts';
import { ADDRESS_ANNOTATION, ROLE_LABEL, SITE_LABEL } from './hosts.ts';
import type { NamedObject } from './management.ts';

/** What a machine knows of itself when it starts: words of {@link dataTemplate}, as cloud-init puts them in. */
export const METADATA = {
  host: '{{ ds.meta_data.plinth_host }}',
  site: '{{ ds.meta_data.plinth_site }}',
  address: '{{ ds.meta_data.plinth_address }}',
  /** Metal3's own; it finds the node of a machine by it. */
  uuid: '{{ ds.meta_data.uuid }}',
} as const;

/** Name, site and address of a host, handed to the machine that is made from it. */
export function dataTemplate(cluster: string): NamedObject {
  const object = 'baremetalhost';
  return {
    apiVersion: API.infrastructure,
    kind: 'Metal3DataTemplate',
    metadata: { name: cluster },
    spec: {
      clusterName: cluster,
      metaData: {
        objectNames: [{ key: 'plinth_host', object }],
        fromLabels: [{ key: 'plinth_site', object, label: SITE_LABEL }],
        fromAnnotations: [{ key: 'plinth_address', object, annotation: ADDRESS_ANNOTATION }],
      },
    },
  };
}

/**
 * What machines of a role are made from: an image, and hosts that are meant for them.
 *
 * Its name holds the beginning of the image's checksum: Cluster API makes machines anew when another template is named, not when one
 * changes.
 *
 * @param name - name of what asks for the machines
 * @param role - value of the hosts' label
 */
export function machineTemplate(
  { target: { image } }: PlatformOn<'baremetal'>,
  cluster: string,
  { name, role }: { readonly name: string; readonly role: string },
): NamedObject {
  const checksum = image?.checksum ?? '';
  const checksumType = checksum.length === 128 ? 'sha512' : 'sha256';
  return {
    apiVersion: API.infrastructure,
    kind: 'Metal3MachineTemplate',
    metadata: { name: `${name}-${checksum.slice(0, 8)}` },
    spec: {
      template: {
        spec: {
          image: { url: image?.url, checksum, checksumType, diskFormat: image?.format },
          hostSelector: { matchLabels: { [ROLE_LABEL]: role } },
          dataTemplate: { name: cluster },
        },
      },
    },
  };
}
