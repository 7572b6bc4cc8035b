import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src/core/result.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { createLiveCatalogue } from '../../../src/flow/templates/live-catalogue.ts';
import type { ProviderTemplate, TextCache } from '../../../src/flow/templates/template-ports.ts';
import { memoryLog, templateOf } from '../../support/slack.ts';

const BOOKING = templateOf({ name: 'booking_confirm', language: 'en', body: { text: 'Mine', parameters: [] } });

function listed(
  name: string,
  status: ProviderTemplate['status'],
  language: string | undefined = 'en',
): ProviderTemplate {
  return { name, language, status, entry: undefined };
}

function memoryCache(held = new Map<string, string>()): TextCache {
  return { get: async (key) => held.get(key), set: async (key, value) => held.set(key, value) };
}

/** A keeper whose provider says what the test says, at the time that the test says. */
function keeper(options: { readonly own?: readonly Template[]; readonly cache?: TextCache } = {}) {
  let own = options.own ?? [BOOKING];
  let answer: Promise<Result<readonly ProviderTemplate[], string>> = Promise.resolve(ok([]));
  let minutes = 0;
  let changed: () => void = () => undefined;
  function onChange(listener: () => void): void {
    changed = listener;
  }
  const asked: number[] = [];
  const keep = createLiveCatalogue({
    file: { templates: () => own, onChange },
    listTemplates: () => {
      asked.push(minutes);
      return answer;
    },
    readEntry: (entry) => templateOf(entry as Template),
    cache: options.cache ?? memoryCache(),
    now: () => new Date(minutes * 60_000),
    log: memoryLog(),
  });
  return {
    ...keep,
    asked,
    says(templates: readonly ProviderTemplate[]) {
      answer = Promise.resolve(ok(templates));
    },
    fails(problem: string) {
      answer = Promise.resolve(fail(problem));
    },
    waits(promise: typeof answer) {
      answer = promise;
    },
    pass(more: number) {
      minutes += more;
    },
    writeFile(templates: readonly Template[]) {
      own = templates;
      changed();
    },
    statuses: () => keep.search('', 100).map(({ name, language, status }) => `${name}:${language} ${status}`),
  };
}

describe('the list of templates', () => {
  it('is the file’s before anybody was asked', () => {
    const keep = keeper();

    expect(keep.find('booking_confirm', 'en')).toEqual(BOOKING);
    expect(keep.freshness()).toEqual({ asOf: undefined, problem: undefined });
  });

  it('takes the provider’s status and keeps the file’s text', async () => {
    const keep = keeper();
    keep.says([{ ...listed('booking_confirm', 'PAUSED'), entry: { name: 'booking_confirm' } }]);

    await keep.refresh();

    expect(keep.find('booking_confirm', 'en')).toEqual({ ...BOOKING, status: 'PAUSED' });
    expect(keep.freshness().asOf).toEqual(new Date(0));
  });

  it('lists what only the provider has, with its text or with the reason why it cannot be sent', async () => {
    const keep = keeper();
    keep.says([
      { ...listed('order_update', 'APPROVED'), entry: { name: 'order_update', language: 'en' } },
      listed('promo_code', 'APPROVED', 'en-US'),
    ]);

    await keep.refresh();

    expect(keep.statuses()).toEqual([
      'booking_confirm:en APPROVED',
      'order_update:en APPROVED',
      'promo_code:en_US APPROVED',
    ]);
    expect(keep.find('promo_code', 'en_US')?.unsendable).toContain('add it to the templates file');
  });

  it('takes a status without a language for all languages of the file', async () => {
    const keep = keeper({ own: [BOOKING, { ...BOOKING, language: 'hi' }] });
    keep.says([
      { ...listed('booking_confirm', 'REJECTED'), language: undefined },
      { ...listed('nobody', 'APPROVED'), language: undefined },
    ]);

    await keep.refresh();

    expect(keep.statuses()).toEqual(['booking_confirm:en REJECTED', 'booking_confirm:hi REJECTED']);
  });

  it('stays as it was when the provider cannot be asked, and says so until it can', async () => {
    const keep = keeper();
    keep.says([listed('booking_confirm', 'PAUSED')]);
    await keep.refresh();
    keep.fails('Kaleyra answered with HTTP 500');
    keep.pass(5);

    await keep.refresh();

    expect(keep.statuses()).toEqual(['booking_confirm:en PAUSED']);
    expect(keep.freshness()).toEqual({ asOf: new Date(0), problem: 'Kaleyra answered with HTTP 500' });

    keep.says([]);
    await keep.refresh();

    expect(keep.freshness()).toEqual({ asOf: new Date(300_000), problem: undefined });
  });

  it('has the statuses of the last run when the provider is down at the start', async () => {
    const cache = memoryCache();
    const first = keeper({ cache });
    first.says([listed('booking_confirm', 'PAUSED')]);
    await first.refresh();
    const second = keeper({ cache });
    second.fails('Kaleyra could not be asked');

    second.start();

    await expect.poll(second.statuses).toEqual(['booking_confirm:en PAUSED']);
    await expect.poll(() => second.freshness().problem).toBe('Kaleyra could not be asked');
    second.stop();
  });

  it('starts without a cache that can be read', async () => {
    const keep = keeper({
      cache: { get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) },
    });
    keep.says([listed('booking_confirm', 'PAUSED')]);

    keep.start();

    await expect.poll(keep.statuses).toEqual(['booking_confirm:en PAUSED']);
    keep.stop();
  });

  it('changes with the file and keeps the provider’s statuses', async () => {
    const keep = keeper();
    keep.says([listed('booking_confirm', 'PAUSED'), listed('order_update', 'DISABLED')]);
    await keep.refresh();

    keep.writeFile([BOOKING, templateOf({ name: 'order_update', language: 'en' })]);

    expect(keep.statuses()).toEqual(['booking_confirm:en PAUSED', 'order_update:en DISABLED']);
  });

  it('asks once when several people want it at the same time', async () => {
    const keep = keeper();

    await Promise.all([keep.refresh(), keep.refresh(), keep.refresh()]);

    expect(keep.asked).toHaveLength(1);
  });
});

describe('a callback about a template', () => {
  it('counts at once', () => {
    const keep = keeper();

    keep.applyNews({ name: 'booking_confirm', language: 'en', status: 'PAUSED' });

    expect(keep.statuses()).toEqual(['booking_confirm:en PAUSED']);
  });

  it('goes before a list that was asked for earlier, and gives way to one that is newer', async () => {
    const keep = keeper();
    const { promise, resolve } = Promise.withResolvers<Result<readonly ProviderTemplate[], string>>();
    keep.waits(promise);
    const refreshed = keep.refresh();
    keep.applyNews({ name: 'booking_confirm', language: undefined, status: 'PAUSED' });
    resolve(ok([listed('booking_confirm', 'APPROVED')]));
    await refreshed;

    expect(keep.statuses()).toEqual(['booking_confirm:en PAUSED']);

    keep.pass(5);
    await keep.refresh();

    expect(keep.statuses()).toEqual(['booking_confirm:en APPROVED']);
  });
});
