import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Clock } from '../../../rehearsal/workloads/clock.ts';

// Another file of tests may have read these before, with what is mocked here.
vi.hoisted(() => vi.resetModules());

// Timers that are promises are not among those that can be moved by hand.
vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}));

const off = new AbortController();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A clock that waits, what happened and when, and what it waits for. */
function waitingClock(restMilliseconds = 0) {
  const rest = { reached: () => new Promise<void>((resolve) => setTimeout(resolve, restMilliseconds)) };
  const clock = new Clock(60, off.signal, rest);
  const log: string[] = [];
  const note = (what: string) => async () => void log.push(`${what} at ${clock.now}`);
  return { clock, log, note };
}

describe('A clock that waits for nothing', () => {
  test('runs at its speed', async () => {
    const clock = new Clock(60, off.signal);
    clock.start();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(clock.now).toBeCloseTo(90);
  });

  test('has things done when their time comes, and hands back what they gave', async () => {
    const clock = new Clock(60, off.signal);
    clock.start();
    const given = clock.at(60, 'arrival', async () => clock.now);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await given).toBeCloseTo(60);
  });
});

describe('A clock that waits', () => {
  test('does what is due within a tick at its end: ends before arrivals, arrivals in the order of their time', async () => {
    const { clock, log, note } = waitingClock();
    clock.start();
    void clock.at(50, 'arrival', note('second'));
    void clock.at(40, 'arrival', note('first'));
    void clock.at(59, 'end', note('end'));
    await vi.advanceTimersByTimeAsync(1_100);
    expect(log).toEqual(['end at 60', 'first at 60', 'second at 60']);
  });

  test('stands still until what was begun has come to rest', async () => {
    const { clock, log, note } = waitingClock(3_000);
    clock.start();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(clock.now).toBe(0);
    void clock.at(60, 'end', note('end'));
    await vi.advanceTimersByTimeAsync(400);
    expect(log).toEqual(['end at 60']);
  });

  test('then goes faster until it has caught up, but not at once', async () => {
    const { clock } = waitingClock(0);
    clock.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(clock.now).toBeGreaterThan(590);
    expect(clock.now).toBeLessThanOrEqual(600);
  });

  test('goes on only when an arrival is through with all that belongs to it', async () => {
    const { clock, log, note } = waitingClock();
    clock.start();
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      await note('slow one')();
    };
    void clock.at(60, 'arrival', slow);
    void clock.at(60, 'arrival', note('next'));
    await vi.advanceTimersByTimeAsync(6_100);
    expect(log).toEqual(['slow one at 60', 'next at 60']);
  });

  test('ends every wait with an error when all is called off', async () => {
    const called = new AbortController();
    const clock = new Clock(60, called.signal, { reached: async () => undefined });
    clock.start();
    const waiting = clock.until(3_600);
    called.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
