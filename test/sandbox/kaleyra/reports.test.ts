import { describe, expect, it, vi } from 'vitest';
import { jsonOf, SAMPLE, startKaleyra } from '../support/kaleyra.ts';

const ONE = { ...SAMPLE, to: '919811111111' };

function statuses(reports: readonly Record<string, string>[]): (string | undefined)[] {
  return reports.map((report) => report['status']);
}

describe('delivery reports', () => {
  it('come as GET requests that keep the callback’s own query', async () => {
    const kaleyra = await startKaleyra();

    const response = await kaleyra.send({ ...ONE, callback_url: kaleyra.inbox.url, ref: 'job-42' });

    const { id } = await jsonOf(response);
    await vi.waitFor(() => expect(statuses(kaleyra.inbox.reports)).toEqual(['sent', 'delivered']));
    expect(kaleyra.inbox.reports[0]).toEqual({
      token: 't1',
      id: `${id}:0`,
      status: 'sent',
      timestamp: expect.stringMatching(/^\d{10}$/),
      mobile: '919811111111',
      phone_number: '919800000000',
      ref: 'job-42',
    });
    await vi.waitFor(() => expect(kaleyra.reports.list().map(({ status }) => status)).toEqual([200, 200]));
  });

  it('say read when the person reads', async () => {
    const kaleyra = await startKaleyra();
    await kaleyra.send({ ...ONE, callback_url: kaleyra.inbox.url });
    const [message] = kaleyra.phones.of('919811111111').messages;

    const isRead = kaleyra.carrier.read('919811111111', message?.messageId ?? '');

    expect(isRead).toBe(true);
    await vi.waitFor(() => expect(statuses(kaleyra.inbox.reports)).toContain('read'));
    expect(kaleyra.phones.of('919811111111').messages[0]?.state).toBe('read');
  });

  it('say failed for a number that is not on WhatsApp, and that phone shows nothing', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.phones.change('919811111111', { isOnWhatsApp: false });

    await kaleyra.send({ ...ONE, callback_url: kaleyra.inbox.url });

    await vi.waitFor(() => expect(kaleyra.inbox.reports).toMatchObject([{ status: 'failed', error_code: '131026' }]));
    expect(kaleyra.phones.of('919811111111').messages).toEqual([]);
  });

  it('stop at sent for a person who has blocked the business', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.phones.change('919811111111', { hasBlockedSender: true });

    await kaleyra.send({ ...SAMPLE, callback_url: kaleyra.inbox.url });

    await vi.waitFor(() => expect(kaleyra.inbox.reports).toHaveLength(3));
    const blocked = kaleyra.inbox.reports.filter((report) => report['mobile'] === '919811111111');
    expect(statuses(blocked)).toEqual(['sent']);
  });

  it.each([
    ['too few parameters', { params: '"John"' }, '132000'],
    ['an empty parameter', { params: '"John",""' }, '131008'],
    ['a line break in a parameter', { params: '"John","a\nb"' }, '132018'],
    ['a language the template does not have', { lang_code: 'fr' }, '132001'],
    ['no suffix for a dynamic URL', { second_param_url: undefined }, '131008'],
    ['no value for the header', { param_header: undefined }, '131008'],
    ['a picture header without a picture', { template_name: 'trip_photo', params: undefined }, '132012'],
    ['a paused template', { template_name: 'old_offer', params: undefined }, '132015'],
    ['a body that is too long once filled', { params: `"${'x'.repeat(1100)}","b"` }, '132005'],
    ['the sender as recipient', { to: '919800000000' }, '131021'],
  ])('say failed for %s, which Kaleyra itself had taken', async (_, change, code) => {
    const kaleyra = await startKaleyra();

    const response = await kaleyra.send({ ...ONE, callback_url: kaleyra.inbox.url, ...change });

    expect(response.status).toBe(200);
    await vi.waitFor(() => expect(kaleyra.inbox.reports).toMatchObject([{ status: 'failed', error_code: code }]));
    expect(kaleyra.phones.list().flatMap(({ messages }) => messages)).toEqual([]);
  });

  it('are never made to another machine: that address is not whitelisted', async () => {
    const kaleyra = await startKaleyra();

    const response = await kaleyra.send({ ...ONE, callback_url: 'https://example.com/status' });

    expect(await response.json()).toMatchObject({
      data: [{ recipient: '919811111111' }],
      error: { msg: 'Callback not initiated as the URL is not Whitelisted.' },
    });
    await vi.waitFor(() => expect(kaleyra.phones.of('919811111111').messages[0]?.state).toBe('delivered'));
    expect(kaleyra.reports.list()).toEqual([]);
  });
});
