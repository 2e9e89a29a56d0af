import { describe, expect, test } from 'vitest';
import type { PlatformOn } from '../../../spec/platform.ts';
import { baremetalFindings } from '../../../stacks/baremetal/findings.ts';
import { stackFindings } from '../../../stacks/stack-findings.ts';
import { environmentOf } from '../recorded-stack.ts';
import { MACHINES, type MachineInput, onBaremetal } from './baremetal-sample.ts';

const codes = (...input: Parameters<typeof onBaremetal>) =>
  stackFindings(environmentOf(onBaremetal(...input)), 'all').map(({ at, code, level }) => `${level} ${code} ${at}`);
const withMachine = (index: number, change: Partial<MachineInput>) =>
  codes({}, { machines: MACHINES.map((machine, at) => (at === index ? { ...machine, ...change } : machine)) });

describe('what would stop in the middle of building a cluster from machines', () => {
  test('is nothing about machines that can become one', () => {
    expect(codes()).toEqual([]);
  });

  test('is that there are none', () => {
    expect(codes({}, { machines: [] })).toEqual(['error STACK_MACHINES_NONE target.machines']);
    const workers = MACHINES.filter(({ pool }) => pool !== undefined);
    expect(codes({}, { machines: workers })).toEqual(['error STACK_MACHINES_NONE target.machines']);
  });

  test('is a pool with more or fewer machines than its quotas count on', () => {
    expect(codes({ nodes: { min: 3, max: 3 } })).toEqual(['error STACK_MACHINES_COUNT pools[0].nodes.max']);
    expect(codes({}, { machines: MACHINES.slice(0, 4) })).toEqual(['error STACK_MACHINES_COUNT pools[0].nodes.max']);
  });

  test('is a name or an address that two machines have', () => {
    expect(withMachine(4, { name: 'gpu-1' })).toEqual(['error STACK_MACHINE_TWICE target.machines[4].name']);
    expect(withMachine(4, { address: '10.0.1.1' })).toEqual(['error STACK_MACHINE_TWICE target.machines[4].address']);
  });

  test('is a machine outside the nodes’ network, which teams’ rules name', () => {
    expect(withMachine(4, { address: '192.168.1.2' })).toEqual([
      'error STACK_MACHINE_ADDRESS target.machines[4].address',
    ]);
  });

  test('is a pool that there is not', () => {
    expect(withMachine(4, { pool: 'trian' })).toEqual([
      'error STACK_MACHINE_POOL target.machines[4].pool',
      'error STACK_MACHINES_COUNT pools[0].nodes.max',
    ]);
  });

  test('is data on the disk of the operating system', () => {
    expect(withMachine(0, { dataDisks: ['/dev/nvme0n1'] })).toEqual([
      'error STACK_MACHINE_DISK target.machines[0].dataDisks',
    ]);
  });

  test('is no disk for data; too few are a warning', () => {
    const bare = MACHINES.map((machine) => ({ ...machine, dataDisks: [] }));
    expect(codes({}, { machines: bare })).toEqual(['error STACK_STORAGE_NONE target.machines']);
    expect(withMachine(0, { dataDisks: [] })).toEqual(['warning STACK_STORAGE_COPIES target.machines']);
  });

  test('is a control plane without a majority', () => {
    const four = [...MACHINES, { name: 'cp-4', address: '10.0.0.4' }];
    expect(codes({}, { machines: four })).toEqual(['error STACK_CONTROL_PLANE_EVEN target.machines']);
    expect(withMachine(2, { site: 'muc1' })).toEqual(['warning STACK_CONTROL_PLANE_SITES target.machines']);
  });

  test('is, as a warning, a way in that leads to one machine of three', () => {
    expect(codes({}, { endpoint: undefined })).toEqual(['warning STACK_ENDPOINT_SINGLE target.endpoint']);
  });

  test('is a minor that Talos does not run', () => {
    // Other rules refuse it today as well, before this one is asked.
    const { facts, spec } = environmentOf(onBaremetal());
    const { target } = spec as PlatformOn<'baremetal'>;
    const found = baremetalFindings({ ...spec, target: { ...target, kubernetes: '1.37' } }, facts);
    expect([...found].map(({ code }) => code)).toEqual(['STACK_TALOS_KUBERNETES']);
  });

  test('is an accelerator that Talos has no driver for', () => {
    expect(codes({ instance: 'atlas-800t-a2' })).toEqual(['error STACK_TALOS_DRIVER pools[0]']);
  });
});
