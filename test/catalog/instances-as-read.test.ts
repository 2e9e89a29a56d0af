import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Accelerator,
  type AcceleratorName,
  accelerators,
  findInstance,
  type InstanceTarget,
  type InstanceType,
} from '../../catalog/index.ts';
import { sharedData } from '../shared-data.ts';

/** One machine of the table, empty where nothing is known. */
interface Row {
  readonly target: string;
  readonly name: string;
  readonly accelerator: string;
  readonly count?: number;
  readonly memoryPerDevice?: number;
  readonly vcpus?: number;
  readonly memoryGib?: number;
  readonly networkGbps?: number;
  readonly interconnect: string;
  readonly usdPerHour?: number;
  readonly asOf?: string;
}

/** A driver reports up to 7.5 % less memory than is marketed. */
const DRIVER_RESERVE = 1.081;

const table = sharedData('reference/accelerators.tsv');
const rows = table === undefined ? [] : readRows(table).filter(({ accelerator }) => accelerator !== '(user declared)');
const named = rows.map((row) => [row.target, row.name, row] as const);
const withMemory = named.filter(([, , { memoryPerDevice }]) => memoryPerDevice !== undefined);
const withFabric = named.filter(([, , { interconnect }]) => fabricOf(interconnect) !== undefined);

describe.skipIf(table === undefined)('The instance table against ../shared/reference/accelerators.tsv', () => {
  test('is compared with every row but the machine that a user declares', () => {
    expect(rows).toHaveLength(141);
  });

  test.each(named)('has %s %s as read: count, vCPUs, memory, network and price', (target, name, row) => {
    const instance = found(target, name);
    expect({ ...modelOf(instance), ...numbersOf(instance) }).toEqual({
      accelerator: row.accelerator,
      count: row.count,
      vcpus: row.vcpus,
      memoryGib: row.memoryGib,
      networkGbps: row.networkGbps,
      usdPerHour: row.usdPerHour,
      asOf: row.usdPerHour === undefined ? undefined : row.asOf,
    });
  });

  test.each(withMemory)(
    'has the memory of the accelerators in %s %s, which a driver reports a little smaller',
    (...entry) => {
      const [target, name, { memoryPerDevice = Number.NaN }] = entry;
      const model = found(target, name)?.accelerator;
      const accelerator: Accelerator | undefined = model && accelerators[model];
      expect(accelerator?.memoryGib).toBeGreaterThanOrEqual(memoryPerDevice);
      expect(accelerator?.memoryGib).toBeLessThan(memoryPerDevice * DRIVER_RESERVE);
    },
  );

  test.each(withFabric)('has the network of %s %s as the sentence says', (target, name, { interconnect }) => {
    expect(found(target, name)?.fabric).toEqual(fabricOf(interconnect));
  });
});

function found(target: string, name: string): InstanceType<AcceleratorName> | undefined {
  return findInstance(target as InstanceTarget, name);
}

function modelOf(instance: InstanceType<AcceleratorName> | undefined) {
  return { accelerator: instance?.accelerator && accelerators[instance.accelerator].title };
}

function numbersOf(instance: InstanceType<AcceleratorName> | undefined) {
  const { count, vcpus, memoryGib, networkGbps, price } = instance ?? { count: undefined };
  return { count, vcpus, memoryGib, networkGbps, usdPerHour: price?.usdPerHour, asOf: price?.asOf };
}

/** What the sentence of the table says plainly about the network between nodes. */
function fabricOf(sentence: string): object | undefined {
  const efa = /EFA x(\d+)/.exec(sentence)?.[1];
  if (efa !== undefined) return { kind: 'efa', interfaces: Number(efa) };
  const infiniband = /InfiniBand \w+ 8x(\d+)/.exec(sentence)?.[1];
  if (infiniband !== undefined) return { kind: 'infiniband', ports: 8, gbpsEach: Number(infiniband) };
  if (sentence.includes('RoCE RDMA 8x400')) return { kind: 'roce', ports: 8, gbpsEach: 400 };
  if (sentence.includes('EBS only') || sentence.includes('no InfiniBand')) return { kind: 'none' };
  return sentence.startsWith('ICI') ? { kind: 'ici' } : undefined;
}

function readRows(path: string): Row[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const [, ...cells] = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
  return cells.map((row) => {
    const [target = '', name = '', accelerator = '', count, memory, vcpus, ram, net, interconnect = '', usd, asOf] =
      row;
    return {
      target,
      name,
      accelerator,
      count: number(count),
      memoryPerDevice: number(memory),
      vcpus: number(vcpus),
      memoryGib: number(ram),
      networkGbps: number(net),
      interconnect,
      usdPerHour: number(usd),
      asOf: asOf || undefined,
    };
  });
}

function number(cell: string | undefined): number | undefined {
  return cell === undefined || cell === '' ? undefined : Number(cell);
}
