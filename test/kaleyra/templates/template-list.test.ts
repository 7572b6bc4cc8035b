import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTemplateList } from '../../../src/kaleyra/templates/read-list.ts';
import { createTemplateList } from '../../../src/kaleyra/templates/template-list.ts';

const META = {
  name: 'booking_confirm',
  language: 'en',
  category: 'UTILITY',
  status: 'APPROVED',
  components: [{ type: 'BODY', text: 'Hi {{1}}' }],
};
const READ = {
  name: 'booking_confirm',
  language: 'en',
  status: 'APPROVED',
  entry: { name: 'booking_confirm', language: 'en', category: 'UTILITY', components: META.components },
};

function read(json: unknown) {
  return readTemplateList(JSON.stringify(json));
}

describe('Kaleyra’s list of templates', () => {
  it.each([
    ['a bare list', [META]],
    ['a list under data', { data: [META], error: {} }],
    ['a list further down', { status: 'OK', data: { templates: [META], total: 1 } }],
    ['a single template', META],
    ['a single template under data', { data: META }],
    ['an empty list beside it', { error: [], message_templates: [META] }],
  ])('is read as %s', (_, json) => {
    expect(read(json)).toEqual([READ]);
  });

  it('is read in Kaleyra’s own words, put together to Meta’s', () => {
    const flat = {
      template_name: 'order_update',
      language_code: 'en-us',
      template_status: 'Submission Rejected',
      category: 'transactional',
      header: { type: 'text', text: 'Order {{$1}}' },
      body: 'Hi {{$1}}, it is {{$2}}.',
      footer: 'Bye',
      button_data: [
        { type: 'url', text: 'Go', url: 'https://e.com/{{$1}}' },
        { button_type: 'quick reply', title: 'Stop' },
      ],
    };

    expect(JSON.parse(JSON.stringify(read({ data: [flat] })))).toEqual([
      {
        name: 'order_update',
        language: 'en_US',
        status: 'REJECTED',
        entry: {
          name: 'order_update',
          language: 'en_US',
          category: 'UTILITY',
          components: [
            { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
            { type: 'BODY', text: 'Hi {{1}}, it is {{2}}.' },
            { type: 'FOOTER', text: 'Bye' },
            {
              type: 'BUTTONS',
              buttons: [
                { type: 'URL', text: 'Go', url: 'https://e.com/{{1}}' },
                { type: 'QUICK_REPLY', text: 'Stop' },
              ],
            },
          ],
        },
        isPartial: true,
      },
    ]);
  });

  it('is read with a header of media, and with the languages inside one entry', () => {
    const [english, hindi] =
      read([
        {
          name: 'pass',
          category: 'MARKETING',
          languages: [
            { language: 'en', status: 'Approved', header: { format: 'image' }, body: { text: 'Here' } },
            { language: { code: 'hi' }, status: 'Paused' },
          ],
        },
      ]) ?? [];

    expect(english?.entry?.['components']).toEqual([
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Here' },
    ]);
    expect(hindi).toMatchObject({ name: 'pass', language: 'hi', status: 'PAUSED' });
  });

  it('keeps a status without a language and without a text, and guesses neither', () => {
    expect(read([{ name: 'pass', status: 'Approved' }])).toEqual([
      { name: 'pass', language: undefined, status: 'APPROVED', entry: undefined },
    ]);
  });

  it('passes over what is no template', () => {
    expect(read([META, null, 7, 'x', {}, { name: 'someone' }, { name: 'not a name!', status: 'Approved' }])).toEqual([
      READ,
    ]);
  });

  const SAME_THING: Readonly<Record<string, readonly string[]>> = {
    name: ['template_name', 'templateName', 'message_template_name', 'elementName'],
    language: ['lang_code', 'language_code', 'languageCode', 'template_language', 'lang', 'locale'],
    status: ['template_status', 'templateStatus', 'approval_status', 'state'],
    category: ['template_category', 'templateCategory'],
    header: ['template_header', 'header_details'],
    header_type: ['header_format'],
    body: ['template_body', 'body_text', 'content', 'text'],
    footer: ['template_footer', 'footer_text', 'footer_details'],
    buttons: ['button_data', 'button_details', 'template_buttons'],
    languages: ['translations', 'localizations'],
  };
  const FLAT = {
    name: 'pass',
    language: 'en',
    status: 'PAUSED',
    category: 'MARKETING',
    header: 'Your pass',
    body: 'Hi {{1}}',
    footer: 'Bye',
    buttons: [{ type: 'PHONE_NUMBER', text: 'Call', phone_number: '+919800000000' }],
  };
  const WITH_IMAGE = { ...FLAT, header_type: 'image' };
  const WITH_LANGUAGES = { name: 'pass', languages: [FLAT, { ...FLAT, language: 'hi' }] };

  it.each(Object.entries(SAME_THING).flatMap(([name, others]) => others.map((other) => [other, name] as const)))(
    'is read with %s for %s',
    (other, name) => {
      const entries: readonly Readonly<Record<string, unknown>>[] = [FLAT, WITH_IMAGE, WITH_LANGUAGES];
      const [entry = {}] = entries.filter((one) => Object.hasOwn(one, name));
      const { [name]: value, ...rest } = entry;

      expect(read([{ ...rest, [other]: value }])).toEqual(read([entry]));
      expect(read([{ ...rest, [other]: value }])).not.toEqual(read([rest]));
    },
  );

  it.each([
    ['type', ['button_type', 'sub_type']],
    ['text', ['button_text', 'title', 'label']],
    ['url', ['button_url']],
    ['phone_number', ['phoneNumber', 'phone']],
  ] as const)('is read with a button’s %s under other names', (name, others) => {
    const button = { type: 'URL', text: 'Go', url: 'https://e.com', phone_number: '+919800000000' };
    const { [name]: value, ...rest } = button;

    for (const other of others) {
      const [found] = read([{ ...FLAT, buttons: [{ ...rest, [other]: value }] }]) ?? [];
      expect(found?.entry?.['components']).toContainEqual({ type: 'BUTTONS', buttons: [button] });
    }
  });

  it.each([
    ['pending deletion', 'PENDING_DELETION'],
    ['ARCHIVED', 'ARCHIVED'],
    ['Limit-Exceeded', 'LIMIT_EXCEEDED'],
    ['reinstated', 'APPROVED'],
    ['Enlightened', 'UNKNOWN Enlightened'],
  ])('is read with the status %s', (status, expected) => {
    expect(read([{ ...META, status }])).toEqual([{ ...READ, status: expected }]);
  });

  it.each([
    ['ISSUE_RESOLUTION', 'UTILITY'],
    ['Transactional', 'UTILITY'],
    ['otp', 'AUTHENTICATION'],
    ['marketing', 'MARKETING'],
  ])('is read with the category %s', (category, expected) => {
    expect(read([{ ...META, category }])?.[0]?.entry).toMatchObject({ category: expected });
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html></html>'],
    ['a word', '"ok"'],
    ['a refusal', '{"code":"RBC001","message":"Incorrect SID or API Key."}'],
    ['a refusal beside an empty list', '{"code":"E911","message":"x","data":[],"error":{"error":"x"}}'],
    ['lists of other things', '{"data":[1,2,3]}'],
    ['depth without end', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ])('is no list: %s', (_, text) => {
    expect(readTemplateList(text)).toBeUndefined();
  });

  it('may be empty', () => {
    expect(read({ data: [], error: {} })).toEqual([]);
  });
});

describe('asking for it', () => {
  async function ask(listener: (request: IncomingMessage, response: ServerResponse) => void, timeoutMs = 2_000) {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const status = createTemplateList({
      origin: `http://127.0.0.1:${port}`,
      sid: 'HXIN1',
      apiKey: 'secret-key',
      timeoutMs,
    });
    onTestFinished(async () => {
      await status.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return status.listTemplates();
  }

  it('is one GET with the account’s key, and takes thousands of templates', async () => {
    const asked: string[] = [];
    const many = Array.from({ length: 5_000 }, (_, n) => ({ ...META, name: `t${n}` }));

    const list = await ask((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers['api-key']}`);
      response.end(JSON.stringify({ data: many }));
    });

    expect(asked).toEqual(['GET /v1/HXIN1/whatsapp/templates/status secret-key']);
    expect(list.ok && list.value.length).toBe(5_000);
  });

  it.each([
    [401, 'Kaleyra refused the account (HTTP 401)'],
    [404, 'Kaleyra has no list of templates for this account (HTTP 404)'],
    [302, 'Kaleyra answered with HTTP 302'],
    [500, 'Kaleyra answered with HTTP 500'],
  ])('says why there is none: %i', async (status, expected) => {
    const list = await ask((_, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' });
      response.end('{"apiKey":"secret-key"}');
    });

    expect(list).toEqual({ ok: false, failure: expected });
  });

  it('gives up on silence and on a broken line', async () => {
    expect(await ask(() => undefined, 100)).toEqual({ ok: false, failure: 'Kaleyra could not be asked (TIMEOUT)' });
    expect(await ask((request) => request.socket.destroy())).toEqual({
      ok: false,
      failure: expect.stringMatching(/^Kaleyra could not be asked \(\w+\)$/),
    });
  });

  it('does not take a page for a list', async () => {
    expect(await ask((_, response) => response.end('<html>'))).toEqual({
      ok: false,
      failure: 'Kaleyra’s answer held no list of templates',
    });
  });
});
