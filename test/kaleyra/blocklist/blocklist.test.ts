import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLocalBlocklist } from '../../../sandbox/kaleyra/blocklist.ts';
import { createBlocklist } from '../../../src/kaleyra/blocklist/blocklist.ts';
import { readBlockedNumbers } from '../../../src/kaleyra/blocklist/read-blocked.ts';
import { readOptOut } from '../../../src/kaleyra/codes/opt-outs.ts';
import { phone } from '../../support/sends.ts';

const ACCOUNT = { sid: 'HXIN1783361374IN', apiKey: 'A1b2c3d4e5f6' };

/** A blocklist behind a server that answers everything alike. */
async function answering(status: number, body: string) {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const blocklist = createBlocklist({ ...ACCOUNT, origin: `http://127.0.0.1:${port}`, timeoutMs: 2_000 });
  onTestFinished(async () => {
    await blocklist.close();
    server.close();
  });
  return blocklist;
}

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

  it.each([
    [200, '{"status":"OK"}', { kind: 'done' }],
    [299, '', { kind: 'done' }],
    [200, '{"code":"E110","message":"No"}', { kind: 'refused', code: 'E110' }],
    ...[400, 401, 402, 403, 404, 405, 422].map(
      (status) => [status, '', { kind: 'refused', code: `HTTP_${status}` }] as const,
    ),
    [403, '{"code":"E900","message":"No"}', { kind: 'refused', code: 'E900' }],
    [300, '', { kind: 'unclear', code: 'HTTP_300' }],
    [429, '', { kind: 'unclear', code: 'HTTP_429' }],
    [500, '{"code":"E500","message":"No"}', { kind: 'unclear', code: 'E500' }],
  ] as const)('takes %i %s for an answer to a write', async (status, body, expected) => {
    const blocklist = await answering(status, body);

    expect(await blocklist.write([phone('+919876543210')], 'blocked')).toEqual(expected);
  });

  it.each([
    [200, '["919876543210"]', { numbers: [phone('+919876543210')], next: undefined }],
    [299, '["919876543210"]', { numbers: [phone('+919876543210')], next: undefined }],
    [300, '["919876543210"]', undefined],
    [500, '["919876543210"]', undefined],
    [200, '{"code":"E110","message":"No","data":[]}', undefined],
    [200, '<html>', undefined],
  ])('takes %i %s for a page', async (status, body, expected) => {
    const blocklist = await answering(status, body);

    expect(await blocklist.read(0)).toEqual(expected);
  });

  it('says that nothing is clear when no answer comes', async () => {
    const blocklist = createBlocklist({ ...ACCOUNT, origin: 'http://127.0.0.1:1', timeoutMs: 2_000 });
    onTestFinished(() => blocklist.close());

    expect(await blocklist.write([phone('+919876543210')], 'free')).toEqual({ kind: 'unclear', code: 'ECONNREFUSED' });
    expect(await blocklist.read(0)).toBeUndefined();
  });

  it.each([
    ...['data', 'contacts', 'blocklisted', 'numbers', 'result', 'results', 'list'].map((name) => ({
      [name]: ['919876543210'],
    })),
    ...['number', 'mobile', 'contact', 'phone', 'msisdn'].map((name) => [{ [name]: '919876543210' }]),
  ])('is read under every usual name: %j', (value) => {
    expect(readBlockedNumbers(value)).toEqual({ numbers: [phone('+919876543210')], entries: 1 });
  });

  it.each(['blocklist_status', 'status', 'is_blocklisted'])('leaves out who is not blocked by its %s', (name) => {
    const marked = (mark: unknown) => readBlockedNumbers([{ number: '919876543210', [name]: mark }])?.numbers.length;

    expect([0, '0', false, 'false', 'Unblocked', 'inactive', 'removed'].map(marked)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([1, '1', true, 'blocked', 'active', null, '10'].map(marked)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it('is read to its end, whatever stands between the numbers', async () => {
    const entry = fc.constantFrom<unknown>(
      { mobile: '919876543210', blocklist_status: 1 },
      { mobile: '919876543211', blocklist_status: 0 },
      { mobile: 'hidden' },
      { mobile: '919876543212', contacts: [] },
      '919876543213',
      'no number',
      null,
    );
    const groupOf = (status: number) =>
      fc.array(entry, { minLength: 1 }).map((numbers) => ({ status, count: numbers.length, numbers }));
    fc.assert(
      fc.property(fc.array(entry), fc.array(fc.oneof(groupOf(0), groupOf(1))), (plain, groups) => {
        const entries = plain.length + groups.reduce((sum, { count }) => sum + count, 0);
        const page = [...plain, ...groups.map(({ status, numbers }) => ({ blocklist_status: status, numbers }))];

        expect(readBlockedNumbers({ data: page })?.entries).toBe(entries);
        expect(readBlockedNumbers(groups.filter(({ status }) => status === 0))?.numbers).toEqual([]);
      }),
    );

    const page = Array.from({ length: 100 }, (_, at) => ({ mobile: `9198765${43_000 + at}`, blocklist_status: 1 }));
    const blocklist = await answering(200, JSON.stringify({ data: page.with(7, { mobile: '', blocklist_status: 0 }) }));
    expect(await blocklist.read(100)).toMatchObject({ numbers: { length: 99 }, next: 200 });
  });

  it('is not read where its status may be that of a call which failed', () => {
    for (const data of [[], ['919876543210'], [{ number: '919876543210', status: 1 }]]) {
      for (const status of [0, '0', false]) {
        expect(readBlockedNumbers({ status, data })).toBeUndefined();
        expect(readBlockedNumbers({ data: { status, contacts: data } })).toBeUndefined();
      }
      expect(readBlockedNumbers({ status: 1, data })?.entries).toBe(data.length);
      expect(readBlockedNumbers({ blocklist_status: 0, data })).toEqual({ numbers: [], entries: data.length });
    }
  });

  it('is not read from deeper than five levels', () => {
    const under = (levels: number): unknown => (levels === 0 ? ['919876543210'] : { data: under(levels - 1) });

    expect(readBlockedNumbers(under(4))?.numbers).toEqual([phone('+919876543210')]);
    expect(readBlockedNumbers(under(5))).toBeUndefined();
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
