import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src/core/result.ts';
import { obstacleTo } from '../../../src/core/template/sendability.ts';
import type { Template } from '../../../src/core/template/template.ts';
import type { TextCache } from '../../../src/flow/ports/store/text-cache.ts';
import type { ProviderTemplate } from '../../../src/flow/ports/templates.ts';
import { createLiveCatalogue } from '../../../src/flow/templates/live-catalogue.ts';
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
  const log = memoryLog();
  const keep = createLiveCatalogue({
    file: { templates: () => own, onChange },
    listTemplates: () => {
      asked.push(minutes);
      return answer;
    },
    readEntry: (entry) => templateOf(entry as Template),
    cache: options.cache ?? memoryCache(),
    now: () => new Date(minutes * 60_000),
    log,
  });
  return {
    ...keep,
    asked,
    log,
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

    expect(keep.find('booking_confirm', 'en')).toMatchObject({ ...BOOKING, textNote: { kind: 'not_compared' } });
    expect(keep.freshness()).toEqual({ asOf: undefined, problem: undefined });
  });

  it('takes the provider’s status and its approved text', async () => {
    const keep = keeper();
    keep.says([
      { ...listed('booking_confirm', 'PAUSED'), entry: { ...BOOKING, body: { text: 'Theirs', parameters: [] } } },
    ]);

    await keep.refresh();

    expect(keep.find('booking_confirm', 'en')).toMatchObject({
      status: 'PAUSED',
      body: { text: 'Theirs' },
      textNote: { kind: 'differs' },
    });
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

  it('lists and does not send what Kaleyra is deleting, or has a status for that nobody knows', async () => {
    const keep = keeper({ own: [BOOKING, { ...BOOKING, language: 'hi' }] });
    keep.says([listed('booking_confirm', 'PENDING_DELETION'), listed('booking_confirm', 'UNKNOWN Enlightened', 'hi')]);

    await keep.refresh();

    expect(keep.search('', 100).map((template) => obstacleTo(template)?.short)).toEqual([
      'being deleted',
      'status not known',
    ]);
  });

  it('does not send what only the provider has and gives no status for', async () => {
    const keep = keeper({ own: [] });
    keep.says([{ ...listed('promo_code', undefined), entry: { name: 'promo_code', language: 'en' } }]);

    await keep.refresh();

    expect(keep.search('', 100).map((template) => obstacleTo(template)?.short)).toEqual(['approval not known']);
  });

  it('logs a word that nobody knows once', async () => {
    const keep = keeper();
    const unknown = () => keep.log.lines.filter(({ level }) => level === 'warn').map(({ data }) => data);
    keep.says([listed('a', 'UNKNOWN Enlightened'), listed('b', 'UNKNOWN Enlightened')]);

    await keep.refresh();
    await keep.refresh();
    keep.applyStatusChange({ name: 'c', language: 'en', status: 'UNKNOWN Enlightened' });

    expect(unknown()).toEqual([{ template: 'a', word: 'Enlightened' }]);
  });

  it('prefers a template to a deleted one of the same name', async () => {
    const keep = keeper();
    keep.says([listed('booking_confirm', 'APPROVED'), listed('booking_confirm', 'DELETED')]);

    await keep.refresh();

    expect(keep.statuses()).toEqual(['booking_confirm:en APPROVED']);
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

    keep.applyStatusChange({ name: 'booking_confirm', language: 'en', status: 'PAUSED' });

    expect(keep.statuses()).toEqual(['booking_confirm:en PAUSED']);
  });

  it('frees a template that was held back', async () => {
    const keep = keeper();
    keep.says([listed('booking_confirm', 'DISABLED')]);
    await keep.refresh();

    keep.applyStatusChange({ name: 'booking_confirm', language: 'en', status: 'APPROVED' });

    expect(keep.statuses()).toEqual(['booking_confirm:en APPROVED']);
  });

  it('warns of a flagged template for a week, whatever lists call it', async () => {
    const keep = keeper();
    keep.says([listed('booking_confirm', 'APPROVED')]);
    keep.applyStatusChange({ name: 'booking_confirm', language: 'en', status: 'FLAGGED' });

    keep.pass(6 * 24 * 60);
    await keep.refresh();
    expect(keep.statuses()).toEqual(['booking_confirm:en FLAGGED']);

    keep.pass(2 * 24 * 60);
    await keep.refresh();
    expect(keep.statuses()).toEqual(['booking_confirm:en APPROVED']);
  });

  it('takes the warning back at once when WhatsApp does', async () => {
    const keep = keeper();
    keep.says([listed('booking_confirm', 'APPROVED')]);
    keep.applyStatusChange({ name: 'booking_confirm', language: 'en', status: 'FLAGGED' });
    keep.applyStatusChange({ name: 'booking_confirm', language: 'en', status: 'APPROVED' });
    keep.pass(5);

    await keep.refresh();

    expect(keep.statuses()).toEqual(['booking_confirm:en APPROVED']);
  });

  it('frees no template by a warning', async () => {
    const keep = keeper();
    keep.says([listed('booking_confirm', 'PAUSED')]);
    await keep.refresh();

    keep.applyStatusChange({ name: 'booking_confirm', language: 'en', status: 'FLAGGED' });

    expect(keep.statuses()).toEqual(['booking_confirm:en PAUSED']);
  });

  it('goes before a list that was asked for earlier, and gives way to one that is newer', async () => {
    const keep = keeper();
    const { promise, resolve } = Promise.withResolvers<Result<readonly ProviderTemplate[], string>>();
    keep.waits(promise);
    const refreshed = keep.refresh();
    keep.applyStatusChange({ name: 'booking_confirm', language: undefined, status: 'PAUSED' });
    resolve(ok([listed('booking_confirm', 'APPROVED')]));
    await refreshed;

    expect(keep.statuses()).toEqual(['booking_confirm:en PAUSED']);

    keep.pass(5);
    await keep.refresh();

    expect(keep.statuses()).toEqual(['booking_confirm:en APPROVED']);
  });
});
