import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import type { Lock } from '../../../constructs/core/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { wantedImages } from '../../../workspace/bundle/wanted-images.ts';
import type { DrawnPlatform } from '../../../workspace/drawn-platform.ts';
import { imageList, listedBy } from '../../../workspace/image-list.ts';
import { objectOf, objectsOf, rendered, samplePlatform } from '../../sample.ts';

const NAMESPACE = 'plinth-image-peers';
const [IMAGE] = components.spegel.images;

type ImagesInput = NonNullable<PlatformInput['images']>;

function withPeers(change: Partial<NonNullable<ImagesInput['peers']>> = {}, images: ImagesInput = {}): PlatformInput {
  return samplePlatform({
    images: {
      ...images,
      peers: { kind: 'spegel', registries: ['ghcr.io', 'quay.io'], trust: 'shared', prepared: true, ...change },
    },
  });
}

function pod(input = withPeers()) {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what is rendered
  const { spec } = objectOf(input, 'DaemonSet', 'image-peers', NAMESPACE) as any;
  return spec.template.spec;
}

const flagOf = (args: readonly string[], flag: string) =>
  args.find((each) => each.startsWith(`${flag}=`))?.slice(flag.length + 1);

describe('the room', () => {
  test('is closed unless the spec asks for peers', () => {
    expect(rendered(samplePlatform({ images: { also: ['docker.io/library/busybox:1.36'] } })).platform.images).toBe(
      undefined,
    );
  });

  test('has a namespace of its own, which says why it is privileged', () => {
    const { metadata } = objectOf(withPeers(), 'Namespace', NAMESPACE);
    expect(metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'plinth.dev/room': 'images',
    });
    expect(metadata.annotations?.['plinth.dev/pod-security-reason']).toContain('containerd');
  });
});

describe('an agent', () => {
  test('runs on every node, those with accelerators too, before what pulls large images', () => {
    expect(pod()).toMatchObject({
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      priorityClassName: 'system-node-critical',
    });
    expect(pod().affinity).toBeUndefined();
  });

  test('is root with no further right, no token and no way to write but to its own files', () => {
    const { automountServiceAccountToken, containers, initContainers, securityContext } = pod();
    expect(automountServiceAccountToken).toBe(false);
    expect(securityContext).toEqual({ runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } });
    for (const each of [...initContainers, ...containers])
      expect(each).toMatchObject({
        image: IMAGE,
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '128Mi' } },
      });
  });

  test('tells containerd of the registries and of itself, for what has a digest only, and keeps what stood there', () => {
    const [{ args, env, volumeMounts }] = pod().initContainers;
    expect(args).toEqual([
      'configuration',
      '--containerd-registry-config-path=/etc/containerd/certs.d',
      '--mirrored-registries',
      'https://ghcr.io',
      'https://quay.io',
      '--mirror-targets',
      'http://$(NODE_IP):29950',
      '--resolve-tags=false',
      '--prepend-existing=true',
    ]);
    expect(env).toEqual([{ name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }]);
    expect(volumeMounts).toEqual([{ name: 'registries', mountPath: '/etc/containerd/certs.d' }]);
  });

  test('reads containerd, tells of listed registries only, and has no page that pulls', () => {
    const [{ args, ports, volumeMounts }] = pod().containers;
    expect(args.slice(args.indexOf('--mirrored-registries') + 1).slice(0, 2)).toEqual([
      'https://ghcr.io',
      'https://quay.io',
    ]);
    expect(flagOf(args, '--debug-web-enabled')).toBe('false');
    expect(flagOf(args, '--dns-bootstrap-domain')).toBe('image-peers.plinth-image-peers.svc');
    expect(ports).toContainEqual({ name: 'registry', containerPort: 5_000, hostPort: 29_950 });
    expect(volumeMounts).toContainEqual({
      name: 'content',
      mountPath: flagOf(args, '--containerd-content-path'),
      readOnly: true,
    });
    expect(volumeMounts).toContainEqual({ name: 'socket', mountPath: flagOf(args, '--containerd-sock') });
  });

  test('has a port of the node that neither Kubernetes nor Linux hands out', () => {
    const [{ ports }] = pod().containers;
    for (const { hostPort } of ports.filter((each: { hostPort?: number }) => each.hostPort !== undefined))
      expect(hostPort).toBeLessThan(30_000);
  });

  test.each([
    ['k0s', '/run/k0s/containerd.sock', '/etc/containerd/certs.d'],
    ['talos', '/run/containerd/containerd.sock', '/etc/cri/conf.d/hosts'],
  ] as const)('looks where %s keeps containerd’s files', (layout, socket, registries) => {
    const { containers, initContainers } = pod(withPeers({ layout }));
    expect(flagOf(containers[0].args, '--containerd-sock')).toBe(socket);
    expect(flagOf(initContainers[0].args, '--containerd-registry-config-path')).toBe(registries);
  });

  test('that is leaving only puts back what stood there, and opens no port of the node', () => {
    const { containers, initContainers, volumes } = pod(withPeers({ leaving: true }));
    expect(initContainers).toBeUndefined();
    expect(containers[0].args).toEqual([
      'cleanup',
      '--containerd-registry-config-path=/etc/containerd/certs.d',
      '--addr=:8080',
    ]);
    expect(containers[0].readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'done' });
    expect(containers[0].ports).toEqual([{ name: 'done', containerPort: 8_080 }]);
    expect(volumes).toHaveLength(1);
  });

  test('has the version that the spec chooses', () => {
    const input = { ...withPeers(), components: { spegel: { version: '0.7.3' } } };
    expect(pod(input).containers[0].image).toBe('ghcr.io/spegel-org/spegel:v0.7.3');
  });
});

describe('the network', () => {
  const only = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'image-peers' } } };

  test('lets agents reach one another and DNS, and no pod of a team reach them', () => {
    const { spec } = objectOf(withPeers(), 'NetworkPolicy', 'image-peers', NAMESPACE) as {
      spec?: { ingress: object[]; egress: { to: object[]; ports: { port: number }[] }[]; policyTypes: string[] };
    };
    expect(spec?.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(spec?.ingress).toEqual([
      {
        from: [only],
        ports: [
          { protocol: 'TCP', port: 5_000 },
          { protocol: 'TCP', port: 5_001 },
        ],
      },
    ]);
    const [others, ...dns] = spec?.egress ?? [];
    expect(others?.to).toEqual([only]);
    expect(new Set(dns.flatMap(({ ports }) => ports.map(({ port }) => port)))).toEqual(new Set([53]));
  });

  test('has no Service with an address', () => {
    const services = objectsOf(withPeers(), 'Service').filter(({ metadata }) => metadata.namespace === NAMESPACE);
    expect(services.map((each) => (each as { spec?: { clusterIP?: string } }).spec?.clusterIP)).toEqual(['None']);
  });
});

describe('images of a closed network', () => {
  const mirrors = [{ source: '*', mirror: 'm.example.org/all' }];
  const input = withPeers({ registries: ['m.example.org'] }, { mirrors });

  test('have Spegel among them, under the mirror’s name', () => {
    const { manifests, platform } = rendered(input);
    const found = imageList(platform, manifests, undefined, listedBy(parsePlatform(input).spec));
    expect(found.find(({ image }) => image === IMAGE)).toMatchObject({
      mirror: `m.example.org/all/${IMAGE}`,
      usedBy: ['images'],
      known: 'rendered',
    });
    expect(found.filter(({ usedBy }) => usedBy.includes('images'))).toHaveLength(1);
  });

  test('bring Spegel over in the bundle, by the digest of the lock', () => {
    const digest = `sha256:${'5'.repeat(64)}`;
    const lock: Lock = { addOns: {}, images: { [IMAGE]: digest } };
    const { manifests, platform } = rendered(input, lock);
    const folder = { manifests, platform } as DrawnPlatform['folder'];
    const { images } = wantedImages({ folder, lock, platform: folder.platform, spec: parsePlatform(input).spec }, []);
    expect(images.find(({ image }) => image === IMAGE)).toMatchObject({ digest, name: `m.example.org/all/${IMAGE}` });
  });

  test('are what agents are made of, and what agents are told is left as it is', () => {
    const { containers } = pod(input);
    expect(containers[0].image).toBe(`m.example.org/all/${IMAGE}`);
    expect(containers[0].args).toContain('https://m.example.org');
  });
});
