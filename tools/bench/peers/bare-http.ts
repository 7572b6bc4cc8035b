/** `node:http` alone: checks the signature, answers, and opens the same view as the bot does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { verifiedBody } from './verified-body.ts';

const view = process.env['PEER_VIEW'] ?? '{}';
const viewsOpen = new URL('views.open', process.env['SLACK_API_URL']);
const authorization = `Bearer ${process.env['SLACK_BOT_TOKEN']}`;

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await verifiedBody(request);
  if (body === undefined) return void response.writeHead(401).end();
  const triggerId = new URLSearchParams(body).get('trigger_id') ?? '';
  response.writeHead(200).end();
  const opened = await fetch(viewsOpen, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ trigger_id: triggerId, view }),
  });
  await opened.json();
}

createServer((request, response) => {
  handle(request, response).catch(() => response.destroy());
}).listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('listening\n'));
