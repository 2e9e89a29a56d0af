import { describe, expect, test } from 'vitest';
import type { PlatformOn } from '../../../../spec/platform.ts';
import { baremetalFindings } from '../../../../stacks/baremetal/findings.ts';
import type { ManagementConnection } from '../../../../stacks/management-connection.ts';
import { stackFindings } from '../../../../stacks/stack-findings.ts';
import { environmentOf } from '../../recorded-stack.ts';
import { type MachineInput, METAL3_MACHINES, management, onClusterApi } from '../baremetal-sample.ts';

function codes(
  pool: Parameters<typeof onClusterApi>[0],
  target: Parameters<typeof onClusterApi>[1] = {},
  connection: ManagementConnection | undefined = management(),
): string[] {
  const args = { ...environmentOf(onClusterApi(pool, target)), management: connection };
  return stackFindings(args, 'all').map(({ at, code, level }) => `${level} ${code} ${at}`);
}

function withMachine(index: number, change: Partial<MachineInput>): string[] {
  return codes(
    {},
    { machines: METAL3_MACHINES.map((each, place) => (place === index ? { ...each, ...change } : each)) },
  );
}

const SERVER = 'https://management.example.org:6443';

describe('what Cluster API would wait for without end', () => {
  test('is nothing where all is named', () => {
    expect(codes({})).toEqual([]);
  });

  test('is an image that nobody named', () => {
    expect(codes({}, { image: undefined })).toEqual(['error STACK_IMAGE_NONE target.image']);
  });

  test('is a machine that nobody can switch on, or that starts from an unknown card', () => {
    expect(withMachine(3, { bmc: undefined })).toEqual(['error STACK_MACHINE_BMC target.machines[3].bmc']);
    expect(withMachine(3, { mac: undefined })).toEqual(['error STACK_MACHINE_MAC target.machines[3].mac']);
    expect(withMachine(3, { mac: '0c:42:a1:00:00:00' })).toEqual(['error STACK_MACHINE_TWICE target.machines[3].mac']);
  });

  test('is a controller whose password nobody knows, unless the spec names a Secret', () => {
    const at = (index: number) => `error STACK_BMC_CREDENTIALS target.machines[${index}].bmc.credentials`;
    expect(codes({}, {}, { credentials: new Map() })).toEqual([0, 1, 2, 3, 4].map(at));
    const machines = METAL3_MACHINES.map((each) => ({
      ...each,
      bmc: { address: 'ipmi://10.0.9.1', credentials: 'ours' },
    }));
    expect(codes({}, { machines }, {})).toEqual([]);
  });

  test('is a management cluster that nobody named', () => {
    const context = 'error STACK_MANAGEMENT_CONTEXT target.management.context';
    expect(codes({}, { management: { server: SERVER } })).toEqual([context]);
    expect(codes({}, { management: { server: SERVER } }, { ...management(), context: 'ours' })).toEqual([]);
    expect(codes({}, { management: { server: SERVER } }, { ...management(), kubeconfig: 'text' })).toEqual([]);
  });

  test('is an autoscaler that does not find the management cluster; pools that keep their size need none', () => {
    const target = { management: { context: 'management' } };
    expect(codes({}, target)).toEqual(['error STACK_MANAGEMENT_SERVER target.management.server']);
    expect(codes({ nodes: { min: 2, max: 2 } }, target)).toEqual([]);
  });

  test('is a pool whose machines are not all listed, also those that come later', () => {
    expect(codes({ nodes: { min: 1, max: 3 } })).toEqual(['error STACK_MACHINES_COUNT pools[0].nodes.max']);
  });

  test('is a pool that may be empty, of machines whose size nobody knows', () => {
    expect(codes({ nodes: { min: 0, max: 2 } })).toEqual(['error STACK_POOL_UNSIZED pools[0].nodes.min']);
    const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
    expect(codes({ instance: undefined, machine, nodes: { min: 0, max: 2 } })).toEqual([]);
  });

  test('is data on machines that come and go', () => {
    expect(withMachine(3, { dataDisks: ['/dev/sdb'] })).toEqual([
      'error STACK_STORAGE_ELASTIC target.machines[3].dataDisks',
    ]);
  });

  test('is a control plane of which Metal3 may take any machine first, and no common address', () => {
    expect(codes({}, { endpoint: undefined })).toEqual(['error STACK_ENDPOINT_NONE target.endpoint']);
  });

  test('is no machine at all', () => {
    expect(codes({}, { machines: [] })).toEqual(['error STACK_MACHINES_NONE target.machines']);
  });

  test('is a minor that Cluster API does not make', () => {
    const { facts, spec } = environmentOf(onClusterApi());
    const { target } = spec as PlatformOn<'baremetal'>;
    const found = baremetalFindings({ ...spec, target: { ...target, kubernetes: '1.37' } }, facts, management());
    expect([...found].map(({ code }) => code)).toEqual(['STACK_CLUSTER_API_KUBERNETES']);
  });
});
