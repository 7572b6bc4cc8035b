import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { FAULTS, type FaultId } from '../../../sandbox/faults/fault-catalogue.ts';
import { createFaults } from '../../../sandbox/faults/faults.ts';
import { createFeed } from '../../../sandbox/feed.ts';
import { createLocalKaleyra } from '../../../sandbox/kaleyra/local-kaleyra.ts';
import { readTemplateFile } from '../../../sandbox/kaleyra/template-file.ts';
import type { Phone } from '../../../sandbox/protocol.ts';
import { createTimers } from '../../../sandbox/timers.ts';
import { type RunningServer, serve } from '../../../sandbox/web/server.ts';
import type { RawCallback } from '../../../src/flow/ports/callbacks.ts';

export const SID = 'HXIN0000000001IN';
export const API_KEY = 'A0000000000000000000000000000key3';
export const TEMPLATES = new URL('../fixtures/templates.yml', import.meta.url).pathname;

/** What the sample of Kaleyra's page fills in, for the template of our fixture. */
export const SAMPLE = {
  to: '919811111111,919822222222',
  type: 'mediatemplate',
  params: '"John","BK-77"',
  param_header: 'BK-77',
  template_name: 'booking_confirm',
  channel: 'whatsapp',
  from: '919800000000',
  param_url: 'abc',
  second_param_url: 'def',
} as const;

/** A local Kaleyra on a real port, with a server that collects its reports. */
export async function startKaleyra(phones: readonly Phone[] = []) {
  const feed = createFeed();
  const timers = createTimers();
  const faults = createFaults<FaultId>(FAULTS, feed);
  const account = {
    sid: SID,
    apiKey: API_KEY,
    senders: new Map([['919800000000', 'Acme Travel']]),
    templates: await readTemplateFile(TEMPLATES),
  };
  const inbox = await startInbox();
  const kaleyra = createLocalKaleyra({
    account,
    phones,
    faults,
    feed,
    timers,
    reportDelayMs: () => 10,
    incomingUrl: () => inbox.incomingUrl,
    origin: () => server.origin,
  });
  const server: RunningServer = await serve(kaleyra.handler, 0);
  onTestFinished(async () => {
    timers.stop();
    await server.close();
    await inbox.close();
  });

  async function send(fields: Readonly<Record<string, string | undefined>>, options: SendOptions = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
    return fetch(`${server.origin}${options.path ?? `/v1/${SID}/messages`}`, {
      method: 'POST',
      headers: { 'api-key': options.key ?? API_KEY },
      body: options.body ?? form,
    });
  }

  return { ...kaleyra, faults, feed, origin: server.origin, send, inbox };
}

/** Kaleyra's answer, of which the tests need only the ID by name. */
export async function jsonOf(response: Response): Promise<{ readonly id: string }> {
  return z.looseObject({ id: z.string() }).parse(await response.json());
}

interface SendOptions {
  readonly path?: string;
  readonly key?: string;
  readonly body?: string | URLSearchParams | FormData;
}

const REPORT = z.record(z.string(), z.string());

/** Stands where the bot would hear of deliveries. */
async function startInbox() {
  const reports: Record<string, string>[] = [];
  const replies: RawCallback[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    if (pathname.startsWith('/kaleyra/incoming/')) {
      replies.push({ query: searchParams, body: await text(request), contentType: request.headers['content-type'] });
      response.end();
      return;
    }
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://127.0.0.1').searchParams);
    const posted = request.method === 'POST' ? await json(request) : {};
    reports.push({ ...query, ...REPORT.parse(posted) });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    reports,
    replies,
    incomingUrl: `http://127.0.0.1:${port}/kaleyra/incoming/secret`,
    url: `http://127.0.0.1:${port}/kaleyra/status/secret?token=t1`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
