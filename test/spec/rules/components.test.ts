import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import { findingsOf, platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

const argocd = { kind: 'argocd', repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' } as const;

describe('components that the spec names', () => {
  test('are in the catalogue; the nearest is named', () => {
    const input = platformOn('aws', { components: { kueu: { version: '0.19.2' } } });
    expect(verdict(input)).toEqual(['error COMPONENT_NAME_UNKNOWN at components.kueu']);
    expect(textOf(input, 'COMPONENT_NAME_UNKNOWN')).toBe('no component is called kueu; write kueue');
  });

  test.each([
    ['kubernetes', 'set target.kubernetes'],
    ['google-tpu', 'the cloud chooses'],
  ])('have a version that the platform may choose, which that of %s is not', (name, fix) => {
    const input = platformOn('aws', { components: { [name]: { version: '1.36.0' } } });
    expect(verdict(input)).toEqual([`error COMPONENT_VERSION_MANAGED at components.${name}`]);
    expect(textOf(input, 'COMPONENT_VERSION_MANAGED')).toContain(fix);
  });

  test.each(
    Object.values(components).flatMap((each) => ('floor' in each ? [[each.name, each.floor.version] as const] : [])),
  )('are not below their security floor: %s %s', (name, floor) => {
    const on = (version: string) =>
      verdict(platformOn('aws', { components: { [name]: { version } } })).filter((each) => each.includes('WEAK'));
    expect(on('0.0.1')).toEqual([`error COMPONENT_VERSION_WEAK at components.${name}.version`]);
    expect(on(floor)).toEqual([]);
  });

  test('say why a version is too weak, and which is not', () => {
    const input = platformOn('aws', { components: { 'argo-cd': { version: '3.1.1' } } });
    expect(textOf(input, 'COMPONENT_VERSION_WEAK')).toMatch(
      /^argo-cd 3\.1\.1 is below 3\.1\.2: CVE-2025-55190 .*; write 3\.1\.2 or newer; the catalogue has /,
    );
  });
});

describe('a version that the spec names', () => {
  const named = (name: string, version: string, change = {}) =>
    verdict(platformOn('aws', { components: { [name]: { version } }, ...change }));

  test('is refused for what the platform installs by a chart that counts by itself', () => {
    expect(named('argo-cd', '3.6.1', { delivery: argocd })).toEqual([
      'error COMPONENT_VERSION_CHART at components.argo-cd.version',
    ]);
    expect(named('katib', '0.20.0', { training: { frameworks: ['katib'] } })).toEqual([
      'error COMPONENT_VERSION_CHART at components.katib.version',
    ]);
    expect(named('kueue', '0.19.1')).toEqual([]);
    const input = platformOn('aws', { components: { 'argo-cd': { version: '3.6.1' } }, delivery: argocd });
    expect(textOf(input, 'COMPONENT_VERSION_CHART')).toContain(
      '; add chart: the version of the chart that brings 3.6.1; or remove it',
    );
  });

  test('is accepted there together with its chart', () => {
    const both = (name: string, version: string, chart: string, change = {}) =>
      verdict(platformOn('aws', { components: { [name]: { version, chart } }, ...change }));
    expect(both('argo-cd', '3.6.1', '10.4.0', { delivery: argocd })).toEqual([]);
    expect(both('katib', '0.20.0', 'v0.20.0', { training: { frameworks: ['katib'] } })).toEqual([]);
    expect(both('argo-cd', '3.6.1', 'newest', { delivery: argocd })).toEqual([
      'error SPEC_SHAPE_INVALID at components.argo-cd.chart',
    ]);
  });

  test('has a chart only where one installs it', () => {
    const chart = { version: '3.18.0', chart: '1.0.0' };
    expect(verdict(platformOn('aws', { components: { mlflow: chart } }))).toEqual([
      'error COMPONENT_CHART_NONE at components.mlflow.chart',
    ]);
  });

  test('may be told for what is not installed, or by its owner', () => {
    expect(named('argo-cd', '3.6.1')).toEqual([]);
    expect(named('flux', '2.10.0', { delivery: { ...argocd, kind: 'flux' } })).toEqual([]);
  });
});

describe('the Kubernetes minor', () => {
  test.each(['1.33', '1.38', '1.99'])('%s is none that the catalogue knows', (kubernetes) => {
    const input = platformOn('aws', { target: { kubernetes } });
    expect(verdict(input)).toEqual(['error TARGET_KUBERNETES_UNKNOWN at target.kubernetes']);
    expect(textOf(input, 'TARGET_KUBERNETES_UNKNOWN')).toContain('none of 1.34, 1.35, 1.36, 1.37; write "1.36"');
  });

  test('that everybody gets raises nothing, with every framework, vendor and autoscaler', () => {
    const frameworks = ['torch', 'jax', 'deepspeed', 'mpi', 'xgboost', 'ray', 'spark', 'katib'] as const;
    expect(verdict(platformOn('aws', { training: { frameworks } }))).toEqual([]);
    expect(verdict(platformOn('baremetal', { target: { distribution: 'clusterApi' } }))).toEqual([]);
    expect(
      verdict(platformOn('digitalocean', { pools: [poolOn('digitalocean', { instance: 'gpu-mi300x8-1536gb' })] })),
    ).toEqual([]);
  });

  test('is refused where a component lists minors and this one is not among them, with who asked for it', () => {
    const input = platformOn('existing', {
      target: { kubernetes: '1.37' },
      pools: [poolOn('existing', { machine: { vcpus: 8, memory: '8Gi' } })],
    });
    expect(verdict(input)).toEqual(['error COMPONENT_KUBERNETES_UNLISTED at target.kubernetes']);
    expect(textOf(input, 'COMPONENT_KUBERNETES_UNLISTED')).toBe(
      `kueue ${components.kueue.version} (every platform queues its jobs) lists Kubernetes 1.34–1.36, and was not tested on 1.37; write "1.36"`,
    );
  });

  test('counts where the real controller passed on it, though its documents do not list it', () => {
    expect(components['kubeflow-trainer'].kubernetes).toEqual(['1.32', '1.35']);
    expect(verdict(platformOn('aws', { training: {} }))).toEqual([]);
  });

  test('is a warning where a component lists none at all, and it is not the one that everybody gets', () => {
    const found = verdict(platformOn('aws', { training: {}, target: { kubernetes: '1.35' } }));
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set(['warning COMPONENT_KUBERNETES_UNLISTED at target.kubernetes']));
  });

  test('is not told to be written where it stands already', () => {
    const input = platformOn('aws', { delivery: argocd, training: {}, target: { kubernetes: '1.35' } });
    for (const { code, fix } of findingsOf(input))
      expect(`${code} ${fix}`).not.toBe('COMPONENT_KUBERNETES_UNLISTED write "1.35"');
  });

  test('is judged by what the target needs', () => {
    const target = { kubernetes: '1.35', distribution: 'clusterApi' } as const;
    expect(verdict(platformOn('baremetal', { target }))).toContain(
      'error COMPONENT_KUBERNETES_UNLISTED at target.kubernetes',
    );
    expect(verdict(platformOn('baremetal', { target: { kubernetes: '1.35' } }))).not.toContain(
      'error COMPONENT_KUBERNETES_UNLISTED at target.kubernetes',
    );
  });

  test('that everybody gets is a warning where the catalogue is behind', () => {
    expect(components['argo-cd'].kubernetes).toEqual(['1.32', '1.35']);
    const input = platformOn('aws', { delivery: argocd });
    expect(verdict(input)).toEqual(['warning COMPONENT_KUBERNETES_UNLISTED at target.kubernetes']);
    expect(textOf(input, 'COMPONENT_KUBERNETES_UNLISTED')).toContain('was not tested on 1.36; write "1.35"');
    expect(verdict(platformOn('aws', { delivery: argocd, target: { kubernetes: '1.35' } }))).not.toContain(
      'error COMPONENT_KUBERNETES_UNLISTED at target.kubernetes',
    );
  });

  test('is its owner’s to know for Flux, unless the spec says which version runs', () => {
    const { version } = components.flux;
    const delivery = { ...argocd, kind: 'flux' } as const;
    const target = { kubernetes: '1.34' } as const;
    const pools = [poolOn('existing', { machine: { vcpus: 8, memory: '8Gi' } })];
    const on = (kubernetes: string, named?: string) =>
      verdict(
        platformOn('existing', {
          delivery,
          pools,
          target: { ...target, kubernetes },
          components: named === undefined ? {} : { flux: { version: named } },
        }),
      );
    expect(on('1.36')).toEqual([]);
    expect(on('1.36', version)).toEqual(['warning COMPONENT_KUBERNETES_UNLISTED at target.kubernetes']);
    expect(on('1.36', '2.10.0')).toEqual([]);
  });

  test('is not judged for a version that the catalogue does not know', () => {
    const input = { target: { kubernetes: '1.37' }, components: { kueue: { version: '0.20.0' } } };
    expect(
      verdict(
        platformOn('existing', { ...input, pools: [poolOn('existing', { machine: { vcpus: 8, memory: '8Gi' } })] }),
      ),
    ).toEqual([]);
  });
});

describe('the envelope of Kubernetes', () => {
  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));

  test('holds 5,000 nodes', () => {
    const pools = (extra: number) => [
      poolOn('existing', { nodes: { max: 4_000 } }),
      poolOn('existing', { name: 'more', nodes: { max: 1_000 + extra } }),
    ];
    const teams = [team({ quota: { train: { guaranteed: 8 }, more: { guaranteed: 8 } } })];
    expect(verdict(platformOn('existing', { pools: pools(0), teams }))).toEqual([]);
    const input = platformOn('existing', { pools: pools(1), teams });
    expect(verdict(input)).toEqual(['error PLATFORM_NODES_ENVELOPE at pools']);
    expect(textOf(input, 'PLATFORM_NODES_ENVELOPE')).toContain('5001 nodes together');
    expect(textOf(input, 'PLATFORM_NODES_ENVELOPE')).toContain('lower nodes.max by 1 in all');
  });

  test('holds 10,000 namespaces', () => {
    const teams = (fabric: number) =>
      many(5_000, (index) =>
        team({
          name: `t${index}`,
          quota: { train: { borrowable: 8 } },
          fabric: index < fabric ? 'allowed' : 'none',
          limits: { pods: 1 },
        }),
      );
    expect(verdict(platformOn('existing', { teams: teams(4_960) }))).toEqual([]);
    const input = platformOn('existing', { teams: teams(4_961) });
    expect(verdict(input)).toEqual(['error PLATFORM_NAMESPACES_ENVELOPE at teams']);
    expect(textOf(input, 'PLATFORM_NAMESPACES_ENVELOPE')).toContain('are 10001 namespaces');
  });

  test('holds 150,000 pods: what teams may start, as far as the nodes hold it', () => {
    const teams = many(100, (index) =>
      team({ name: `t${index}`, quota: { train: { borrowable: 8 } }, limits: { pods: 3_000 } }),
    );
    const on = (max: number) => platformOn('existing', { teams, pools: [poolOn('existing', { nodes: { max } })] });
    expect(verdict(on(1_363))).toEqual([]);
    expect(verdict(on(1_364))).toEqual(['error PLATFORM_PODS_ENVELOPE at teams']);
    expect(textOf(on(1_364), 'PLATFORM_PODS_ENVELOPE')).toContain('may run 300000 pods');
    expect(textOf(on(1_364), 'PLATFORM_PODS_ENVELOPE')).toContain('the nodes hold 150040');
    expect(textOf(on(1_364), 'PLATFORM_PODS_ENVELOPE')).toContain('to 50 % of what it is');
  });

  test('counts the pods of small nodes by their cores', () => {
    const teams = many(100, (index) =>
      team({ name: `t${index}`, quota: { train: { borrowable: 1 } }, limits: { pods: 3_000 } }),
    );
    const pools = [poolOn('existing', { machine: { vcpus: 2, memory: '8Gi' }, nodes: { max: 5_000 } })];
    expect(verdict(platformOn('existing', { teams, pools }))).toEqual([]);
  });
});
