import { describe, expect, it } from 'vitest';
import { createPauseOnRefusal } from '../../../src/flow/account/pause-on-refusal.ts';
import { createProbeAccount } from '../../../src/flow/account/probe-account.ts';
import type { Probe } from '../../../src/flow/ports/store/account.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';
import { newSend, openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';

/** An account that Kaleyra refuses, and a probe of it that is due. */
async function openRefused(code: string) {
  const opened = await openNew(createSqliteDatabase);
  await opened.ledger.accept(newSend('S1'));
  const watch = createPauseOnRefusal({ account: opened.account, auditChannel: 'CAUDIT', meaningOf, log: SILENT });
  await watch({ sendId: 'S1', outcome: { kind: 'rejected', code, text: undefined }, waitMs: undefined });
  await opened.database.run('update pauses set probe_at = 1 where probe_at is not null');
  let resumed = 0;
  const wakeAll = () => {
    resumed += 1;
  };
  const run = (probe: Probe) => createProbeAccount({ account: opened.account, probe, wakeAll, log: SILENT })();
  return { ...opened, run, watch, resumed: () => resumed };
}

describe('an account that was refused for its key', () => {
  it('resumes when a free request is accepted', async () => {
    const { account, run, resumed } = await openRefused('RBC001');

    await run(async () => 'accepted');

    expect(await account.current()).toBeUndefined();
    expect(resumed()).toBe(1);
  });

  it.each(['refused', 'unclear'] as const)('stays paused when the free request is %s', async (answer) => {
    const { account, run, resumed } = await openRefused('RBC001');

    await run(async () => answer);

    expect((await account.current())?.code).toBe('RBC001');
    expect(resumed()).toBe(0);
  });
});

describe('what pauses the account', () => {
  it('is not probed where only a person can tell that it is fixed', async () => {
    const { account, run } = await openRefused('E110');

    await run(() => Promise.reject(new Error('must not be asked')));

    expect((await account.current())?.code).toBe('E110');
  });

  it.each(['E424', 'HTTP_400', 'HTTP_404', 'WA400'])('is not a refusal of one message (%s)', async (code) => {
    const { account } = await openRefused(code);

    expect(await account.current()).toBeUndefined();
  });

  it.each(['RBC001', 'E110', 'WAV2101', 'HTTP_401', 'HTTP_403'])('is %s', async (code) => {
    const { account } = await openRefused(code);

    expect((await account.current())?.code).toBe(code);
  });

  it('is a certificate that is wrong, and an answer that asks to wait, but no broken connection', async () => {
    const { account, watch } = await openRefused('E424');
    const never = { kind: 'never_sent', text: undefined, mayRetry: true, retryAfterMs: undefined } as const;

    await watch({ sendId: 'S1', outcome: { ...never, code: 'ECONNREFUSED' }, waitMs: 2_000 });
    const afterBreak = await account.current();
    await watch({ sendId: 'S1', outcome: { ...never, code: 'HTTP_429' }, waitMs: 60_000 });
    const afterBusy = await account.current();
    await watch({ sendId: 'S1', outcome: { ...never, code: 'CERT_HAS_EXPIRED', mayRetry: false }, waitMs: undefined });

    expect(afterBreak).toBeUndefined();
    expect(afterBusy).toMatchObject({ kind: 'asked_to_wait', code: 'HTTP_429' });
    expect(await account.current()).toMatchObject({ kind: 'refused', code: 'CERT_HAS_EXPIRED' });
  });
});
