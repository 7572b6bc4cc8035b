import { describe, expect, it } from 'vitest';
import { createFollowQuietHours } from '../../../src/flow/rules/follow-quiet-hours.ts';
import { policyOf } from '../../support/policies.ts';
import { ruleBookOf } from '../../support/role-finder.ts';
import { memoryLog } from '../../support/slack.ts';

const HOURS = 'quiet_hours: { from: "21:00", until: "08:00" }';

describe('the task that has waiting messages follow the policy', () => {
  async function opened() {
    const ruleBook = ruleBookOf(policyOf(HOURS));
    const asked: string[] = [];
    const woken: string[] = [];
    const changes: (number | Error)[] = [];
    const clock = { ms: 0 };
    const run = createFollowQuietHours({
      ruleBook,
      quietWaits: {
        async followPolicy() {
          asked.push(ruleBook.current()?.hash ?? 'none');
          const next = changes.shift() ?? 0;
          if (next instanceof Error) throw next;
          return next;
        },
      },
      wakeAll: () => void woken.push('all'),
      log: memoryLog(),
      now: () => clock.ms,
    });
    return { asked, changes, clock, ruleBook, run, woken };
  }

  it('looks at the start, and then once after each new policy', async () => {
    const { asked, changes, ruleBook, run, woken } = await opened();
    await run();
    await run();
    const atStart = [...asked];
    ruleBook.use(policyOf(HOURS.replace('21:00', '22:00')));
    changes.push(2);
    await run();
    await run();

    expect(atStart).toHaveLength(1);
    expect(asked).toHaveLength(2);
    expect(woken).toEqual(['all']);
  });

  it('looks again after a minute, because another process may have put messages off by the policy before', async () => {
    const { asked, changes, clock, run, woken } = await opened();
    await run();
    clock.ms += 59_999;
    await run();
    const withinAMinute = asked.length;
    clock.ms += 1;
    changes.push(1);
    await run();

    expect([withinAMinute, asked.length]).toEqual([1, 2]);
    expect(woken).toEqual(['all']);
  });

  it('looks again after the ledger was away', async () => {
    const { asked, changes, run } = await opened();
    changes.push(new Error('the ledger is away'));
    await expect(run()).rejects.toThrow('away');
    await run();
    await run();

    expect(asked).toHaveLength(2);
  });
});
