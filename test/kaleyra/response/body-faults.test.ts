import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import { bookingRequest, openKaleyra } from '../kaleyra-client.ts';
import { listenOn } from '../raw-server.ts';

const ID = 'c9e113f0-6fc2-4bd7-979c-ebdb2f600f38:0';
const NUMBER = '919811111111';
const ENTRY = { message_id: ID, recipient: NUMBER };
const YES = JSON.stringify({ data: [ENTRY] });
const ACCEPTED = new Map([[NUMBER, ID]]);

async function sendAnsweredWith(body: string | Buffer, status = 200, headers = {}): Promise<SendOutcome> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, headers).end(body));
  });
  await using listening = await listenOn(server);
  await using kaleyra = openKaleyra(listening.origin, { timeoutMs: 10_000 });
  return await kaleyra.send(bookingRequest({}, ['+919811111111', '+919822222222']));
}

function deep(levels: number): string {
  return `${'['.repeat(levels)}${']'.repeat(levels)}`;
}

const UNREADABLE: readonly (readonly [string, string | Buffer])[] = [
  ['nothing', ''],
  ['blanks', ' '.repeat(60_000)],
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '200'],
  ['a text', '"accepted"'],
  ['JSON in a text', JSON.stringify(YES)],
  ['an empty list', '[]'],
  ['a list of responses', `[${YES}]`],
  ['an empty object', '{}'],
  ['HTML', '<!doctype html><title>502 Bad Gateway</title>'],
  ['XML', `<?xml version="1.0"?><data><message_id>${ID}</message_id></data>`],
  ['a plain text', 'OK'],
  ['JSON cut short', YES.slice(0, -3)],
  ['JSON and something behind it', `${YES}<!-- gateway -->`],
  ['two responses', `${YES}\n${YES}`],
  ['JSONP', `callback(${YES})`],
  ['a byte order mark', `\ufeff${YES}`],
  ['UTF-16', Buffer.from(YES, 'utf16le')],
  ['gzip that nobody asked for', gzipSync(YES)],
  ['zero bytes', Buffer.alloc(1_000)],
  ['30,000 brackets', deep(30_000)],
  ['30,000 brackets left open', '['.repeat(30_000)],
  ['depth under data', `{"data":[${deep(30_000)}]}`],
  ['depth under error', `{"error":${deep(30_000)}}`],
  ['data that is null', '{"data":null}'],
  ['data that is an object', JSON.stringify({ data: ENTRY })],
  ['data that is a text', JSON.stringify({ data: ID })],
  ['entries that are none', '{"data":[null,1,"a",[]]}'],
  ['an entry without an ID', JSON.stringify({ data: [{ recipient: NUMBER }] })],
  ['an entry with an empty ID', JSON.stringify({ data: [{ recipient: NUMBER, message_id: ' ' }] })],
  ['an entry with an object for an ID', JSON.stringify({ data: [{ recipient: NUMBER, message_id: {} }] })],
  ['an ID for nobody', JSON.stringify({ data: [{ message_id: ID }] })],
  ['an ID for somebody else', JSON.stringify({ data: [{ message_id: ID, recipient: '14155550123' }] })],
  ['an ID for somebody else, and a code', JSON.stringify({ code: 'E424', data: [{ message_id: ID, recipient: '1' }] })],
  ['only the ID of a batch', JSON.stringify({ id: 'c9e113f0', data: [] })],
  ['the ID of a batch, and a code', JSON.stringify({ id: 'c9e113f0', code: 'E424', data: [] })],
  ['a later data that empties the first', `{"data":[${JSON.stringify(ENTRY)}],"data":[]}`],
  ['a prototype', `{"__proto__":{"data":[${JSON.stringify(ENTRY)}]}}`],
  ['an error without a code', '{"error":{"to":"invalid number"}}'],
  ['an error that is a text', '{"error":"try again later"}'],
  ['a code that stands for success', '{"code":"WA200","message":"Success"}'],
  ['a code that nobody knows', '{"code":"X1","message":"?"}'],
  ['the code of a server error', '{"code":"WA500","message":"Internal Server Error"}'],
  ['a code that is an object', '{"code":{"E424":true}}'],
];

describe('a response of 200 that cannot be read as a yes', () => {
  it.each(UNREADABLE)('is unknown, and never a refusal: %s', async (_, body) => {
    const outcome = await sendAnsweredWith(body);

    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'unclear_answer', code: expect.any(String) });
  });
});

describe('a response that is no refusal by its status either', () => {
  it.each(UNREADABLE)('stays unknown after a server error: %s', async (_, body) => {
    const outcome = await sendAnsweredWith(body, 502);

    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'unclear_answer' });
  });
});

describe('a response of 200 that is a yes, though not as documented', () => {
  it.each([
    ['an error beside it', { data: [ENTRY], error: { error: 'Something' } }],
    ['a code beside it', { data: [ENTRY], code: 'E424', message: 'Something' }],
    ['odd types around it', { id: 5, code: null, message: [], data: [ENTRY], error: 7, totalCount: 'x' }],
    ['broken entries before it', { data: [null, {}, { message_id: 1 }, ENTRY] }],
    ['the same recipient twice', { data: [ENTRY, { ...ENTRY, message_id: 'other:1' }] }],
  ])('is believed: %s', async (_, body) => {
    const outcome = await sendAnsweredWith(JSON.stringify(body), 200, { 'content-type': 'text/html' });

    expect(outcome).toMatchObject({ kind: 'accepted', messageIds: ACCEPTED });
  });

  it('keeps what was said beside it as a warning', async () => {
    const outcome = await sendAnsweredWith(JSON.stringify({ data: [ENTRY], code: 'E424', message: 'Something' }));

    expect(outcome).toMatchObject({ warning: { kind: 'other', text: 'Something' } });
  });

  it('is believed when it is sent byte by byte, through letters of several bytes', async () => {
    const body = Buffer.from(JSON.stringify({ data: [ENTRY], error: { msg: 'é😀' } }));
    const server = createServer((request, response) => {
      request.resume().on('end', async () => {
        for (const byte of body) await new Promise((resolve) => response.write(Buffer.of(byte), resolve));
        response.end();
      });
    });
    await using listening = await listenOn(server);
    await using kaleyra = openKaleyra(listening.origin, { timeoutMs: 10_000 });

    const outcome = await kaleyra.send(bookingRequest());

    expect(outcome).toMatchObject({ kind: 'accepted', warning: { text: 'é😀' } });
  });
});
