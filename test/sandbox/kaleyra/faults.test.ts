import { describe, expect, it, vi } from 'vitest';
import { SAMPLE, startKaleyra } from '../support/kaleyra.ts';

type Kaleyra = Awaited<ReturnType<typeof startKaleyra>>;

function messagesOn({ phones }: Kaleyra): number {
  return phones.list().flatMap(({ messages }) => messages).length;
}

describe('a fault of the local Kaleyra', () => {
  it.each([
    ['refuse_e424', 400, 'E424'],
    ['refuse_rbc001', 401, 'RBC001'],
    ['refuse_e110', 402, 'E110'],
    ['busy_429', 429, ''],
  ])('%s answers %i and sends nothing', async (fault, status, code) => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set(fault, true, false);

    const response = await kaleyra.send(SAMPLE);

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(code);
    expect(messagesOn(kaleyra)).toBe(0);
  });

  it.each([
    ['error_500_after_sending', 500, 'Server Error'],
    ['unavailable_503_after_sending', 503, 'Unavailable'],
    ['html_answer', 200, '<html>'],
    ['empty_answer', 200, ''],
  ])('%s answers %i although both phones have the message', async (fault, status, text) => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set(fault, true, false);

    const response = await kaleyra.send(SAMPLE);

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect(messagesOn(kaleyra)).toBe(2);
  });

  it.each(['break_after_sending', 'cut_answer'])('%s breaks the connection after sending', async (fault) => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set(fault, true, false);

    const answer = kaleyra.send(SAMPLE).then((response) => response.text());

    await expect(answer).rejects.toThrow();
    expect(messagesOn(kaleyra)).toBe(2);
  });

  it('hang_after_sending leaves the bot waiting with the message on the phones', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set('hang_after_sending', true, false);

    const answer = kaleyra.send(SAMPLE).catch(() => undefined);

    await vi.waitFor(() => expect(messagesOn(kaleyra)).toBe(2));
    expect(kaleyra.exchanges.list()).toMatchObject([
      { answer: undefined, fault: 'Kaleyra takes the message and never answers' },
    ]);
    void answer;
  });

  it('partial_data leaves the last recipient out of the answer, not out of the send', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set('partial_data', true, false);

    const response = await kaleyra.send(SAMPLE);

    expect(await response.json()).toMatchObject({ totalCount: 2, data: [{ recipient: '919811111111' }] });
    expect(messagesOn(kaleyra)).toBe(2);
  });

  it('that was asked for once is over after one request', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set('error_500_after_sending', true, true);

    const first = await kaleyra.send(SAMPLE);
    const second = await kaleyra.send(SAMPLE);

    expect([first.status, second.status]).toEqual([500, 200]);
    expect(kaleyra.faults.list().every(({ isOn }) => !isOn)).toBe(true);
  });

  it('that does not exist is not switched on', async () => {
    const kaleyra = await startKaleyra();

    expect(kaleyra.faults.set('constructor', true, false)).toBe(false);
  });
});

describe('a fault of the reports', () => {
  it.each([
    ['reports_twice', ['sent', 'sent', 'delivered', 'delivered']],
    ['reports_out_of_order', ['delivered', 'sent']],
    ['reports_by_post', ['sent', 'delivered']],
  ])('%s makes them %j', async (fault, expected) => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set(fault, true, false);

    await kaleyra.send({ ...SAMPLE, to: '919811111111', callback_url: kaleyra.inbox.url });

    await vi.waitFor(() => expect(kaleyra.inbox.reports.map((report) => report['status'])).toEqual(expected));
  });

  it('reports_by_post puts the same fields into a JSON body', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set('reports_by_post', true, false);

    await kaleyra.send({ ...SAMPLE, to: '919811111111', callback_url: kaleyra.inbox.url });

    await vi.waitFor(() => expect(kaleyra.inbox.reports.length).toBe(2));
    expect(kaleyra.inbox.reports[0]).toMatchObject({ token: 't1', status: 'sent', mobile: '919811111111' });
  });

  it('reports_never leaves the phone delivered and the bot without news', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set('reports_never', true, false);

    await kaleyra.send({ ...SAMPLE, callback_url: kaleyra.inbox.url });

    await vi.waitFor(() => expect(kaleyra.phones.of('919811111111').messages[0]?.state).toBe('delivered'));
    expect(kaleyra.inbox.reports).toEqual([]);
  });

  it('reports_before_answer sends the first report before the answer', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set('reports_before_answer', true, false);

    await kaleyra.send({ ...SAMPLE, callback_url: kaleyra.inbox.url });

    expect(kaleyra.inbox.reports.length).toBeGreaterThan(0);
  });

  it('not_whitelisted sends the message and warns that no report will come', async () => {
    const kaleyra = await startKaleyra();
    kaleyra.faults.set('not_whitelisted', true, false);

    const response = await kaleyra.send({ ...SAMPLE, callback_url: kaleyra.inbox.url });

    expect(await response.json()).toMatchObject({
      error: { msg: 'Callback not initiated as the URL is not Whitelisted.' },
    });
    expect(messagesOn(kaleyra)).toBe(2);
  });
});
