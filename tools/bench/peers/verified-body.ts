import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SECRET = process.env['SLACK_SIGNING_SECRET'] ?? '';

/** The body of a request that Slack signed; undefined for any other. */
export async function verifiedBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const timestamp = String(request.headers['x-slack-request-timestamp']);
  const expected = Buffer.from(`v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`);
  const given = Buffer.from(String(request.headers['x-slack-signature']));
  return given.length === expected.length && timingSafeEqual(given, expected) ? body : undefined;
}
