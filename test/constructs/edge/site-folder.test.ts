import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { siteMirrors } from '../../../constructs/edge/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { siteFiles } from '../../../workspace/edge/site-files.ts';
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

  describe('to which images come in pieces', () => {
    const workloads = [edgeServer({ images: { size: '1Gi' } })];
    const carried = edgePlatform({ workloads });
    const name = 'plinth-edge-images';

    test('gives them to its machine by a port of the loopback address, from a pod that knows nothing else', () => {
      const { containers, securityContext, ...others } = pod(carried, 'plant-7', name);
      expect(containers[0].ports).toEqual([
        { name: 'images', containerPort: 5_099, hostPort: 5_099, hostIP: '127.0.0.1' },
      ]);
      expect(containers[0].args).toEqual(['images', '--data=/var/lib/plinth-edge', '--listen=:5099']);
      expect(containers[0].volumeMounts).toEqual([
        { name: 'models', mountPath: '/var/lib/plinth-edge', readOnly: true },
      ]);
      expect(containers[0].resources.limits.memory).toBe('70Mi');
      expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65_532 });
      expect(others.automountServiceAccountToken).toBe(false);
      expect(others.volumes).toEqual([
        { name: 'models', persistentVolumeClaim: { claimName: 'models', readOnly: true } },
      ]);
      expect(found(carried, 'plant-7', 'NetworkPolicy', `${name}-needs`).spec.egress).toEqual([]);
    });

    test('has a namespace of its own for the port, with the reason, and the others stay restricted', () => {
      const enforced = (namespace: string) =>
        found(carried, 'plant-7', 'Namespace', namespace).metadata.labels['pod-security.kubernetes.io/enforce'];
      expect([name, 'plinth-edge', 'vision'].map(enforced)).toEqual(['privileged', 'restricted', 'restricted']);
      expect(
        found(carried, 'plant-7', 'Namespace', name).metadata.annotations['plinth.dev/pod-security-reason'],
      ).toContain('hostPort');
    });

    test('tells its machine where they lie, in the words of what runs it, by the names that the map of mirrors writes', () => {
      const files = siteFiles(rendered(carried).platform.edge);
      expect(load(files.get('edge/plant-7/registries.yaml') ?? '')).toEqual({
        mirrors: { 'registry.example.org': { endpoint: ['http://127.0.0.1:5099'] } },
      });
      expect(load(files.get('edge/plant-8/talos-registries.yaml') ?? '')).toEqual({
        machine: { registries: { mirrors: { 'registry.example.org': { endpoints: ['http://127.0.0.1:5099'] } } } },
      });
      expect(files.get('edge/plant-7/kustomization.yaml')).not.toContain('registries');
      const plain = siteFiles(rendered(edgePlatform()).platform.edge);
      expect([...plain.keys()].filter((path) => path.includes('registries'))).toEqual([]);
      const edge = parsePlatform(carried).spec.edge;
      const [site] = edge?.sites ?? [];
      if (edge === undefined || site === undefined) throw new Error('the sample has an edge');
      const mirrors = [{ source: 'registry.example.org', mirror: 'mirror.plant.example.org/all' }];
      expect(siteMirrors(edge, site, mirrors)?.content).toEqual({
        mirrors: { 'mirror.plant.example.org': { endpoint: ['http://127.0.0.1:5099'] } },
      });
    });

    test('has an agent also where it has no server', () => {
      const container = JSON.parse(
        JSON.stringify({
          ...edgeServer({ kind: 'container', accelerators: 0, images: { size: '1Gi' } }),
          model: undefined,
        }),
      );
      const input = edgePlatform({ workloads: [container] });
      expect(found(input, 'plant-7', 'Deployment', 'plinth-edge-agent').metadata.namespace).toBe('plinth-edge');
      expect(found(input, 'plant-7', 'Deployment', name).metadata.namespace).toBe(name);
      expect(found(input, 'plant-7', 'ConfigMap', 'plinth-edge-signers').data['vision-ci.pub']).toContain('PUBLIC KEY');
    });
  });
});
