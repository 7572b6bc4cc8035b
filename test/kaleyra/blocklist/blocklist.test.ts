import { createServer } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLocalBlocklist } from '../../../sandbox/kaleyra/blocklist.ts';
import { createBlocklist } from '../../../src/kaleyra/blocklist/blocklist.ts';
import { readBlockedNumbers } from '../../../src/kaleyra/blocklist/read-blocked.ts';
import { readOptOut } from '../../../src/kaleyra/codes/opt-outs.ts';
import { phone } from '../../support/sends.ts';

const ACCOUNT = { sid: 'HXIN1783361374IN', apiKey: 'A1b2c3d4e5f6' };

async function opened(apiKey = ACCOUNT.apiKey) {
  const local = createLocalBlocklist(ACCOUNT);
  const server = createServer((request, response) => void local.answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const blocklist = createBlocklist({ ...ACCOUNT, apiKey, origin: `http://127.0.0.1:${port}`, timeoutMs: 2_000 });
  onTestFinished(async () => {
    await blocklist.close();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { blocklist, local };
}

describe('Kaleyra’s blocklist', () => {
  it('takes numbers, gives them back, and lets them go', async () => {
    const { blocklist, local } = await opened();
    const numbers = [phone('+919876543210'), phone('+919876543211')];

    expect(await blocklist.write(numbers, 'blocked')).toEqual({ kind: 'done' });
    expect([...local.numbers]).toEqual(numbers);
    expect(await blocklist.read(0)).toEqual({ numbers, next: undefined });

    expect(await blocklist.write(numbers.slice(0, 1), 'free')).toEqual({ kind: 'done' });
    expect((await blocklist.read(0))?.numbers).toEqual(numbers.slice(1));
  });

  it('is read by the page', async () => {
    const { blocklist } = await opened();
    const all = Array.from({ length: 150 }, (_, at) => phone(`+9198765${String(43_000 + at)}`));
    await blocklist.write(all.slice(0, 100), 'blocked');
    await blocklist.write(all.slice(100), 'blocked');

    const first = await blocklist.read(0);
    expect(first?.numbers.length).toBe(100);
    expect(first?.next).toBe(100);
    expect((await blocklist.read(100))?.numbers).toEqual(all.slice(100));
  });

  it('says that the account is refused, and reads nothing then', async () => {
    const { blocklist } = await opened('wrong-key-000');

    expect(await blocklist.write([phone('+919876543210')], 'blocked')).toEqual({ kind: 'refused', code: 'RBC001' });
    expect(await blocklist.read(0)).toBeUndefined();
  });

  it('is read in any shape that names numbers, and never from what is no list', () => {
    const one = [phone('+919876543210')];
    for (const value of [
      ['919876543210'],
      ['+919876543210'],
      { data: [{ mobile: '919876543210' }] },
      { data: { contacts: [{ blocklist_status: 1, numbers: ['+919876543210'] }] } },
      {
        contacts: [
          { number: 919_876_543_210, status: 'blocked' },
          { number: '919876543211', status: 0 },
        ],
      },
    ]) {
      expect(readBlockedNumbers(value)?.numbers).toEqual(one);
    }
    for (const value of [undefined, 'no', 7, {}, { message: 'Success' }]) {
      expect(readBlockedNumbers(value)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readBlockedNumbers(value);
        return read === undefined || read.numbers.length <= Math.max(read.entries, 1);
      }),
    );
  });
});

describe('a report that a message did not arrive', () => {
  it('says that a person stopped marketing, or opted out of everything', () => {
    expect(readOptOut({ code: '131050', text: undefined })).toEqual({ scope: 'marketing', source: 'report' });
    expect(readOptOut({ code: 'WAV2105', text: 'Number Opted Out' })).toEqual({ scope: 'all', source: 'provider' });
    expect(readOptOut({ code: '131026', text: 'Message undeliverable' })).toBeUndefined();
    expect(readOptOut({ code: undefined, text: undefined })).toBeUndefined();
  });
});
