import { describe, expect, it, vi } from 'vitest';
import { createBlocklist } from '../../../src/kaleyra/blocklist/blocklist.ts';
import { readCallback } from '../../../src/kaleyra/callback/callback.ts';
import { readOptOut } from '../../../src/kaleyra/codes/opt-outs.ts';
import { phone } from '../../support/sends.ts';
import { API_KEY, SAMPLE, SID, startKaleyra } from '../support/kaleyra.ts';

const [ASHA, BEN] = ['919811111111', '919822222222'];

describe('a number on Kaleyra’s blocklist', () => {
  it('gets nothing, and the report says so in the words that the bot reads as a no to everything', async () => {
    const kaleyra = await startKaleyra();
    const blocklist = createBlocklist({ origin: kaleyra.origin, sid: SID, apiKey: API_KEY, timeoutMs: 5_000 });
    await blocklist.write([phone(`+${ASHA}`)], 'blocked');

    await kaleyra.send({ ...SAMPLE, callback_url: kaleyra.inbox.url });

    await vi.waitFor(() => expect(kaleyra.inbox.reports).toHaveLength(3));
    const failed = kaleyra.inbox.reports.filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([{ mobile: ASHA, error: 'Number Opted Out' }]);
    expect([ASHA, BEN].map((number) => kaleyra.phones.of(number).messages.length)).toEqual([0, 1]);
    expect(kaleyra.phones.of(ASHA)).toMatchObject({ isOnBlocklist: true });
    const reading = readCallback({
      query: new URLSearchParams(failed[0]),
      body: '',
      contentType: undefined,
    });
    const [update] = reading.kind === 'status' ? reading.updates : [];
    expect(update).toMatchObject({ status: 'failed', code: undefined });
    expect(update && readOptOut(update)).toEqual({ scope: 'all', source: 'provider' });
  });

  it('is reached again once it is taken off', async () => {
    const kaleyra = await startKaleyra();
    const blocklist = createBlocklist({ origin: kaleyra.origin, sid: SID, apiKey: API_KEY, timeoutMs: 5_000 });
    await blocklist.write([phone(`+${ASHA}`)], 'blocked');
    await blocklist.write([phone(`+${ASHA}`)], 'free');

    await kaleyra.send({ ...SAMPLE, callback_url: kaleyra.inbox.url });

    await vi.waitFor(() => expect(kaleyra.phones.of(ASHA).messages).toHaveLength(1));
  });
});
