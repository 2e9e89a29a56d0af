import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { edgePlatform, edgeServer, edgeSite, SERVER_IMAGE } from '../../edge-sample.ts';
import { secretLooks } from '../../laws/secret-search.ts';
import { rendered } from '../../sample.ts';

describe('the folder of a site', () => {
  const at = (input: PlatformInput, site: string) => rendered(input).platform.edge?.sites.get(site) ?? [];
  const found = (input: PlatformInput, site: string, kind: string, name: string) => {
    const object = at(input, site).find((each) => each.kind === kind && each.metadata.name === name);
    if (object === undefined) throw new Error(`no ${kind} ${name} at ${site}`);
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what is rendered
    return object as any;
  };
  const pod = (input: PlatformInput, site: string, name: string) =>
    found(input, site, 'Deployment', name).spec.template.spec;

  test('has the agent, the server, their volumes and rules, and nothing of the platform', () => {
    expect(
      at(edgePlatform(), 'plant-7').map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
    ).toEqual([
      'Namespace /plinth-edge',
      'Namespace /vision',
      'NetworkPolicy plinth-edge/default-deny',
      'NetworkPolicy vision/default-deny',
      'PersistentVolume /plinth-edge-models-plinth-edge',
      'PersistentVolumeClaim plinth-edge/models',
      'PersistentVolume /plinth-edge-models-vision',
      'PersistentVolumeClaim vision/models',
      'ServiceAccount plinth-edge/plinth-edge-agent',
      'Role vision/plinth-edge-agent',
      'RoleBinding vision/plinth-edge-agent',
      'ConfigMap plinth-edge/plinth-edge-signers',
      'Deployment plinth-edge/plinth-edge-agent',
      'NetworkPolicy plinth-edge/plinth-edge-agent-needs',
      'ServiceAccount vision/defects',
      'Deployment vision/defects',
      'Service vision/defects',
      'NetworkPolicy vision/defects-needs',
    ]);
    const kinds = rendered(edgePlatform()).manifests.map(({ object }) => object.kind);
    expect(kinds).not.toContain('PersistentVolume');
  });

  test('starts without the hub: images that lie there are not pulled, and a pod stays where it is', () => {
    for (const name of ['plinth-edge-agent', 'defects']) {
      const { containers, initContainers = [], tolerations } = pod(edgePlatform(), 'plant-7', name);
      for (const each of [...containers, ...initContainers]) expect(each.imagePullPolicy).toBe('IfNotPresent');
      expect(
        tolerations.map(({ effect, tolerationSeconds }: Record<string, unknown>) => [effect, tolerationSeconds]),
      ).toEqual([
        ['NoExecute', undefined],
        ['NoExecute', undefined],
      ]);
    }
    const { initContainers } = pod(edgePlatform(), 'plant-7', 'defects');
    expect(initContainers[0].args).toEqual(['wait', '--path=/models/workloads/defects/current']);
  });

  test('calls nobody: what is not opened is shut, also outwards', () => {
    const rule = found(edgePlatform(), 'plant-7', 'NetworkPolicy', 'defects-needs').spec;
    expect(rule.egress).toHaveLength(1);
    expect(rule.egress[0].ports.map(({ port }: { port: number }) => port)).toEqual([53, 53]);
    const cameras = edgePlatform({ workloads: [edgeServer({ reaches: ['192.168.7.0/24'] })] });
    expect(found(cameras, 'plant-7', 'NetworkPolicy', 'defects-needs').spec.egress[1]).toEqual({
      to: [{ ipBlock: { cidr: '192.168.7.0/24' } }],
    });
  });

  test('lets the agent alone write models, and servers read them as its group', () => {
    const volumes = at(edgePlatform(), 'plant-7').filter(({ kind }) => kind === 'PersistentVolume');
    expect(volumes.map((each) => (each.spec as { accessModes: string[] }).accessModes)).toEqual([
      ['ReadWriteOnce'],
      ['ReadOnlyMany'],
    ]);
    const { containers, securityContext, volumes: mounted } = pod(edgePlatform(), 'plant-7', 'defects');
    expect(securityContext).toMatchObject({ supplementalGroups: [65_532], runAsNonRoot: true });
    expect(securityContext.fsGroup).toBeUndefined();
    expect(containers[0].volumeMounts).toContainEqual({ name: 'models', mountPath: '/models', readOnly: true });
    expect(mounted).toContainEqual({ name: 'models', persistentVolumeClaim: { claimName: 'models', readOnly: true } });
  });

  test('gives the accelerator that the site has, and differs where the spec says so', () => {
    const container = (site: string) => pod(edgePlatform(edges), site, 'defects').containers[0];
    const edges = {
      workloads: [edgeServer({ overrides: [{ site: 'plant-8', accelerators: 0, memory: '2Gi', args: ['--cpu'] }] })],
    };
    expect(container('plant-7')).toMatchObject({
      image: SERVER_IMAGE,
      resources: { limits: { 'nvidia.com/gpu': '1', memory: '1Gi' } },
    });
    expect(pod(edgePlatform(edges), 'plant-7', 'defects').runtimeClassName).toBe('nvidia');
    expect(container('plant-8')).toMatchObject({ args: ['--cpu'], resources: { limits: { memory: '2Gi' } } });
    expect(container('plant-8').resources.limits['nvidia.com/gpu']).toBeUndefined();
    const ascend = edgeSite({ nodes: [{ name: 'box-1', architecture: 'arm64', accelerator: 'huawei-ascend-310b' }] });
    const sites = [ascend, edgeSite({ name: 'plant-8', ring: 'all' })];
    const { containers, runtimeClassName } = pod(edgePlatform({ sites }), 'plant-7', 'defects');
    expect(containers[0].resources.limits).toMatchObject({ 'huawei.com/Ascend310B': '1' });
    expect(runtimeClassName).toBeUndefined();
  });

  test('lies where the kind of cluster lets volumes lie', () => {
    const path = (site: string) =>
      found(edgePlatform(), site, 'PersistentVolume', 'plinth-edge-models-vision').spec.local.path;
    expect([path('plant-7'), path('plant-8')]).toEqual(['/var/lib/plinth-edge', '/var/mnt/plinth-edge']);
    expect(found(edgePlatform(), 'plant-8', 'RuntimeClass', 'nvidia').handler).toBe('nvidia');
  });

  test('lets the agent restart the servers that want it, and no other', () => {
    expect(found(edgePlatform(), 'plant-7', 'Role', 'plinth-edge-agent').rules).toEqual([
      { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['defects'], verbs: ['get', 'patch'] },
    ]);
    const watching = edgePlatform({ workloads: [edgeServer({ reload: 'watch' })] });
    expect(at(watching, 'plant-7').map(({ kind }) => kind)).not.toContain('Role');
    expect(pod(watching, 'plant-7', 'plinth-edge-agent').automountServiceAccountToken).toBe(false);
  });

  test('holds nothing secret', () => {
    expect(at(edgePlatform(), 'plant-7').flatMap(secretLooks)).toEqual([]);
  });
});
