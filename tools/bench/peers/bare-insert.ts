/**
 * `node:http` and SQL by hand on the bot's own schema: a confirmed review is read from its draft and inserted, a report or a
 * reply is parsed and inserted; all are committed before the answer. The rows are copies of the first ones in the ledger.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { openHandWritten } from './hand-written.ts';
import { verifiedBody } from './verified-body.ts';

const database = openHandWritten(process.env['DATABASE_URL'] ?? '');
const tables = ['sends', 'batches', 'deliveries', 'cards', 'status_events', 'replies'] as const;
const [send, batch, delivery, card, event, reply] = await Promise.all(tables.map((table) => database.first(table)));

async function submit(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await verifiedBody(request);
  if (body === undefined) return void response.writeHead(401).end();
  const { view, team } = JSON.parse(new URLSearchParams(body).get('payload') ?? '{}');
  const draft = JSON.parse(
    String((await database.draft(`drafts:${JSON.parse(view.private_metadata).draftId}`)) ?? 'null'),
  );
  const id = randomUUID();
  const batchId = `${id}.b0`;
  const message = JSON.stringify(draft?.order?.message ?? draft ?? null);
  await database.insert([
    ['sends', { ...send, id, dedupe_key: `${team.id}:${view.id}`, message }],
    ['batches', { ...batch, id: batchId, send_id: id, token: id }],
    ['deliveries', { ...delivery, id: `${id}.0`, send_id: id, batch_id: batchId }],
    ['cards', { ...card, send_id: id }],
  ]);
  const text = '{"response_action":"clear"}';
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
}

async function handleCallback(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  const messageId = searchParams.get('id') ?? '';
  await database.insert([
    [
      'status_events',
      {
        ...event,
        id: randomUUID(),
        message_id: messageId,
        message_base: messageId.split(':')[0],
        status: searchParams.get('status'),
      },
    ],
  ]);
  response.writeHead(200, { 'content-length': 0 }).end();
}

async function handleIncoming(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  const [from, text] = [searchParams.get('from') ?? '', searchParams.get('body') ?? ''];
  const more = { kind: searchParams.get('type') ?? '', name: searchParams.get('name') ?? '', recipient: `+${from}` };
  await database.insert([['replies', { ...reply, ...more, id: randomUUID(), text }]]);
  response.writeHead(200, { 'content-length': 0 }).end();
}

function handlerOf(url: string) {
  if (url === '/slack/events') return submit;
  return url.startsWith('/kaleyra/incoming/') ? handleIncoming : handleCallback;
}

createServer((request, response) => {
  const handle = handlerOf(request.url ?? '');
  handle(request, response).catch((error: unknown) => {
    process.stdout.write(`${error}\n`);
    response.destroy();
  });
}).listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('listening\n'));
