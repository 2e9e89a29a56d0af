import { describe, expect, test } from 'vitest';
import {
  type AcceleratorName,
  CAPACITY_KINDS,
  findInstance,
  type InstanceTarget,
  type InstanceType,
  instances,
} from '../../catalog/index.ts';

const TARGETS = ['aws', 'gcp', 'azure', 'digitalocean', 'baremetal'] as const satisfies readonly InstanceTarget[];

interface Entry {
  readonly target: (typeof TARGETS)[number];
  readonly name: string;
  readonly instance: InstanceType<AcceleratorName>;
}

const all: readonly Entry[] = TARGETS.flatMap((target) =>
  Object.entries<InstanceType<AcceleratorName>>(instances[target]).map(([name, instance]) => ({
    target,
    name,
    instance,
  })),
);

const named = all.map((entry) => [`${entry.target} ${entry.name}`, entry] as const);

describe('The instance table', () => {
  test.each(named)('counts accelerators in %s exactly where it names a model', (_, { instance }) => {
    expect(instance.count > 0).toBe(instance.accelerator !== undefined);
    expect(Number.isInteger(instance.count)).toBe(true);
  });

  test.each(named)('leaves out what is unknown of %s instead of writing zero', (_, { instance }) => {
    const { vcpus, memoryGib, networkGbps, localDiskGb, price } = instance;
    const numbers = [vcpus, memoryGib, networkGbps, localDiskGb, price?.usdPerHour];
    expect(numbers.filter((number) => number !== undefined && !(number > 0))).toEqual([]);
  });
});

describe('The prices of instances', () => {
  test('have a region and a source, and an ISO day where their source has one', () => {
    const prices = all.flatMap(({ name, instance }) => (instance.price ? [{ name, price: instance.price }] : []));
    expect(prices.length).toBeGreaterThan(100);
    const doubtful = prices.filter(({ price }) => price.region === '' || price.source === '' || !isDay(price.asOf));
    expect(doubtful).toEqual([]);
  });

  test('lack a day only where their source has none', () => {
    const undated = all.filter(({ instance }) => instance.price && instance.price.asOf === undefined);
    expect(undated.map(({ name }) => name)).toEqual([
      'g2-standard-4',
      'ct5lp-hightpu-1t',
      'ct5lp-hightpu-4t',
      'ct5lp-hightpu-8t',
      'ct6e-standard-1t',
      'ct6e-standard-4t',
      'ct6e-standard-8t',
    ]);
  });

  test('are absent for machines that a site owns', () => {
    expect(all.filter(({ target, instance }) => target === 'baremetal' && instance.price)).toEqual([]);
  });
});

describe('The ways to obtain an instance', () => {
  test('are known ones, and never none', () => {
    const limited = all.flatMap(({ instance }) => (instance.capacity ? [instance.capacity] : []));
    expect(limited.every((kinds) => kinds.length > 0)).toBe(true);
    expect(limited.flat().filter((kind) => !CAPACITY_KINDS.includes(kind))).toEqual([]);
  });

  test.each([
    ['gcp', 'a3-highgpu-1g', ['spot', 'flexStart']],
    ['gcp', 'a3-highgpu-4g', ['spot', 'flexStart']],
    ['gcp', 'a3-highgpu-8g', undefined],
    ['aws', 'p5e.48xlarge', undefined],
    ['digitalocean', 'gpu-h100x8-640gb', ['onDemand']],
    ['digitalocean', 'gpu-mi350x8-2304gb-spot', ['spot']],
    ['digitalocean', 'gpu-h200x8-1128gb-fabric-contracted', ['contracted']],
  ] as const)('are on %s, for %s: %j', (target, name, capacity) => {
    expect(findInstance(target, name)).toBeDefined();
    expect(findInstance(target, name)?.capacity).toEqual(capacity);
  });
});

describe('The network between instances', () => {
  test.each([
    ['aws', 'p5.48xlarge', { kind: 'efa', interfaces: 32 }],
    ['aws', 'p6-b200.48xlarge', { kind: 'efa', interfaces: 8 }],
    ['aws', 'p6e-gb200.36xlarge', { kind: 'efa' }],
    ['aws', 'g6.xlarge', { kind: 'none' }],
    ['gcp', 'a3-highgpu-8g', { kind: 'tcpx', networks: 4 }],
    ['gcp', 'a3-megagpu-8g', { kind: 'tcpxo', networks: 8 }],
    ['gcp', 'a4-highgpu-8g', { kind: 'roce', ports: 8, gbpsEach: 400 }],
    ['gcp', 'tpu7x-standard-4t', { kind: 'ici' }],
    ['azure', 'Standard_ND96isr_H100_v5', { kind: 'infiniband', ports: 8, gbpsEach: 400 }],
    ['azure', 'Standard_ND96is_H100_v5', { kind: 'none' }],
    ['digitalocean', 'gpu-h100x8-640gb', { kind: 'none' }],
    ['digitalocean', 'gpu-mi300x8-1536gb-fabric-contracted', { kind: 'roce' }],
    ['baremetal', 'generic-h100-hgx-8', { kind: 'site' }],
  ] as const)('is on %s, for %s: %j', (target, name, fabric) => {
    expect(findInstance(target, name)?.fabric).toEqual(fabric);
  });
});

describe('The instance table by target', () => {
  test('has machines without accelerators on every target, with vCPUs and memory except on bare metal', () => {
    for (const target of TARGETS) {
      const cpu = all.filter((entry) => entry.target === target && entry.instance.count === 0);
      expect(cpu.length).toBeGreaterThan(0);
      if (target !== 'baremetal') expect(cpu.every(({ instance: i }) => i.vcpus && i.memoryGib)).toBe(true);
    }
  });

  test('finds nothing under a name that only the object itself has', () => {
    expect(findInstance('aws', 'toString')).toBeUndefined();
    expect(findInstance('aws', 'a3-highgpu-8g')).toBeUndefined();
  });

  test('offers the machines of all targets to a cluster that exists already, none of them under two meanings', () => {
    expect(Object.keys(instances.existing)).toHaveLength(all.length);
    expect(findInstance('existing', 'p5.48xlarge')).toBe(instances.aws['p5.48xlarge']);
  });
});

function isDay(day: string | undefined): boolean {
  return day === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(day).toISOString().startsWith(day));
}
