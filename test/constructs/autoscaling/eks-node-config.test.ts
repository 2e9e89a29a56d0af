import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { eksNodeConfig } from '../../../constructs/autoscaling/eks-node-config.ts';

/** The part of the user data that EKS reads. */
function spec(props: Parameters<typeof eksNodeConfig>[0]) {
  const [, part = ''] = (eksNodeConfig(props) ?? '').split('--plinth\n');
  const document = part.slice(part.indexOf('\n\n'), part.indexOf('\n--plinth--'));
  return parse(document);
}

describe('what machines of EKS are told before they join', () => {
  test('is nothing where there is nothing to say', () => {
    expect(eksNodeConfig({})).toBeUndefined();
    expect(eksNodeConfig({ localDisks: false, sharesImages: false })).toBeUndefined();
  });

  test('are their disks and containerd, as a document that EKS knows', () => {
    expect(spec({ localDisks: true })).toEqual({
      apiVersion: 'node.eks.aws/v1alpha1',
      kind: 'NodeConfig',
      spec: { instance: { localStorage: { strategy: 'RAID0' } } },
    });
    expect(spec({ localDisks: true, sharesImages: true }).spec).toEqual({
      instance: { localStorage: { strategy: 'RAID0' } },
      containerd: {
        config: [
          "[plugins.'io.containerd.cri.v1.images']",
          '  discard_unpacked_layers = false',
          "[plugins.'io.containerd.cri.v1.images'.registry]",
          "  config_path = '/etc/containerd/certs.d'",
          '',
        ].join('\n'),
      },
    });
  });
});
