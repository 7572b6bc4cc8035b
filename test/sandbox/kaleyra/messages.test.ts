import { describe, expect, it } from 'vitest';
import { API_KEY, jsonOf, SAMPLE, SID, startKaleyra } from '../support/kaleyra.ts';

const TEMPLATE_MISSING = 'For type template/mediatemplate, template_name is mandatory and cannot be empty!';

describe('a request to the local Kaleyra', () => {
  it('is answered as documented, with a message ID for each recipient', async () => {
    const kaleyra = await startKaleyra();

    const response = await kaleyra.send(SAMPLE);

    expect(response.status).toBe(200);
    const body = await jsonOf(response);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      type: 'mediatemplate',
      body: null,
      createdDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00$/),
      totalCount: 2,
      data: [
        { message_id: `${body.id}:0`, recipient: '919811111111' },
        { message_id: `${body.id}:1`, recipient: '919822222222' },
      ],
      error: {},
    });
  });

  it('puts the filled-in template on every phone', async () => {
    const kaleyra = await startKaleyra();

    await kaleyra.send(SAMPLE);

    const phones = kaleyra.phones.list();
    expect(phones.map(({ number }) => number)).toEqual(['919811111111', '919822222222']);
    expect(phones[0]?.messages).toMatchObject([
      {
        from: '919800000000',
        fromName: 'Acme Travel',
        header: { kind: 'text', text: 'Booking BK-77' },
        body: 'Hello John, your booking BK-77 is *confirmed*.',
        footer: 'Thank you',
        buttons: [
          { kind: 'url', label: 'View', target: 'https://example.com/login/abc' },
          { kind: 'url', label: 'Change', target: 'https://example.com/change/def' },
          { kind: 'quick_reply', label: 'Stop', target: undefined },
        ],
      },
    ]);
  });

  it.each([
    ['the sample of the documentation, URL-encoded', 'form'],
    ['a JSON object with the same keys', 'json'],
  ])('is taken as %s', async (_, kind) => {
    const kaleyra = await startKaleyra();
    const fields = { ...SAMPLE, template_name: 'Booking_confirm', params: 'John","Doe' };

    const response =
      kind === 'form'
        ? await kaleyra.send({}, { body: new URLSearchParams(fields) })
        : await fetch(`${kaleyra.origin}//v1/${SID}/messages`, {
            method: 'POST',
            headers: { 'api-key': API_KEY, 'content-type': 'application/json' },
            body: JSON.stringify(fields),
          });

    expect(response.status).toBe(200);
    expect(kaleyra.phones.of('919811111111').messages[0]?.body).toBe('Hello John Doe.');
  });

  it.each([
    ['without template_name', { template_name: undefined }, 'E424', TEMPLATE_MISSING],
    ['without recipients', { to: undefined }, 'E424', 'to is mandatory and cannot be empty!'],
    ['without a sender', { from: '' }, 'E424', 'from is mandatory and cannot be empty!'],
    ['from a number of another account', { from: '919899999999' }, 'E424', 'from is not registered with this account.'],
    ['of a type that is not a template', { type: 'carrier_pigeon' }, 'E424', expect.stringContaining('carrier_pigeon')],
    ['with an unknown template', { template_name: 'x' }, 'E424', 'Template x does not exist or is not approved.'],
    [
      'with a template that is not approved yet',
      { template_name: 'new_offer' },
      'E424',
      'Template new_offer does not exist or is not approved.',
    ],
  ])('is refused %s, and no phone hears of it', async (_, change, code, message) => {
    const kaleyra = await startKaleyra();

    const response = await kaleyra.send({ ...SAMPLE, ...change });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ code, message, data: [], error: { error: message } });
    expect(kaleyra.phones.list()).toEqual([]);
  });

  it('is refused as a whole when one number is none', async () => {
    const kaleyra = await startKaleyra();

    const response = await kaleyra.send({ ...SAMPLE, to: '919811111111,0987' });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: { to: 'invalid number' } });
  });

  it.each([
    ['key', { key: 'A000000000000000000000000000wrong' }],
    ['SID', { path: '/v1/HXIN0000000009IN/messages' }],
    ['path', { path: `/v2/${SID}/messages` }],
  ])('is refused with a wrong %s', async (_, options) => {
    const kaleyra = await startKaleyra();

    const response = await kaleyra.send(SAMPLE, options);

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ code: 'RBC001', message: 'Incorrect SID or API Key.' });
  });

  it('is shown field by field, without the key', async () => {
    const kaleyra = await startKaleyra();

    await kaleyra.send(SAMPLE);

    const [exchange] = kaleyra.exchanges.list();
    expect(exchange?.fields).toEqual(Object.entries(SAMPLE).map(([name, value]) => ({ name, value })));
    expect(exchange?.answer?.status).toBe(200);
    expect(JSON.stringify(exchange)).not.toContain(API_KEY);
  });
});
