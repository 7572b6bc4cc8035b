import { describe, expect, it, onTestFinished } from 'vitest';
import { timed } from '../../src/flow/timing/timed.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { accepted, claim, newSend, openNew, SILENT } from '../store/opened-ledger.ts';
import { createSqliteDatabase } from '../store/test-database.ts';

/** The metrics of a real ledger, as a scrape sees them. */
async function openMetrics() {
  const opened = await openNew(createSqliteDatabase);
  const metrics = createMetrics({ backlog: opened.ledger.backlog, currentPause: opened.account.current });
  const server = createHttpServer([metrics.route], SILENT);
  const port = await server.listen(0, '127.0.0.1');
  onTestFinished(() => server.close());
  const scrape = () => fetch(`http://127.0.0.1:${port}/metrics`);
  return { ...opened, metrics, scrape, text: async () => (await scrape()).text() };
}

describe('/metrics', () => {
  it('counts deliveries by status, what waits, and says when sending is paused', async () => {
    const { account, ledger, metrics, scrape } = await openMetrics();
    await metrics.load();
    await ledger.accept(newSend('S1', { sizes: [2] }));
    await ledger.accept(newSend('S2'));
    const batch = await claim(ledger);
    await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
    await account.pause({ kind: 'refused', code: 'E110', mayProbe: false }, { sendId: 'S1', channel: 'C1' });

    const answer = await scrape();
    const text = await answer.text();

    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(/^whatsapp_send_ledger_up 1$/m);
    expect(text).toContain('whatsapp_send_deliveries{status="accepted"} 2');
    expect(text).toContain('whatsapp_send_deliveries{status="queued"} 1');
    expect(text).toContain('whatsapp_send_deliveries{status="unknown"} 0');
    expect(text).toMatch(/whatsapp_send_oldest_queued_seconds \d/);
    expect(text).toMatch(/whatsapp_send_cards_behind [123]\n/);
    expect(text).toContain('whatsapp_send_paused{kind="refused",code="E110"} 1');
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds/);
    expect(text).toMatch(/process_resident_memory_bytes/);
  });

  it('tells how long Kaleyra and Slack took, by how it ended', async () => {
    const { metrics, text } = await openMetrics();
    await metrics.load();
    const observe = (outcome: string, ms: number) => metrics.observe('kaleyra', outcome, ms);
    const breaks = timed(() => Promise.reject(new Error('broken')), observe);

    await timed(async () => ({ kind: 'accepted' }), observe)();
    await expect(breaks()).rejects.toThrow('broken');

    expect(await text()).toMatch(/upstream_seconds_count\{upstream="kaleyra",outcome="accepted"\} 1/);
    expect(await text()).toMatch(/upstream_seconds_count\{upstream="kaleyra",outcome="broken"\} 1/);
  });

  it('gives every time in seconds: what waited, what is behind and what a response took', async () => {
    const { database, ledger, metrics, text } = await openMetrics();
    await metrics.load();
    await ledger.accept(newSend('S1'));
    await database.run(
      'update queued_sends set waiting_since = waiting_since - 90000, not_before = not_before - 90000',
    );
    await database.run('update cards set behind_since = behind_since - 70000');

    metrics.observe('slack', 'shown', 1_500);
    const said = await text();

    const secondsOf = (name: string) => Number(new RegExp(`^whatsapp_send_${name} ([\\d.]+)$`, 'm').exec(said)?.[1]);
    expect(secondsOf('oldest_queued_seconds')).toBeCloseTo(90, -1);
    expect(secondsOf('oldest_card_behind_seconds')).toBeCloseTo(70, -1);
    expect(said).toContain('whatsapp_send_upstream_seconds_sum{upstream="slack",outcome="shown"} 1.5\n');
  });

  it('no longer says that sending is paused when it goes on', async () => {
    const { account, ledger, metrics, text } = await openMetrics();
    await metrics.load();
    await ledger.accept(newSend('S1'));
    await account.pause({ kind: 'refused', code: 'E110', mayProbe: false }, { sendId: 'S1', channel: 'C1' });
    const whilePaused = await text();

    await account.resume((await account.current())?.id ?? '', 'U1');

    expect(whilePaused).toContain('whatsapp_send_paused{');
    expect(await text()).not.toContain('whatsapp_send_paused{');
  });

  it('tells how many connections the bot holds, and how many Slack counts', async () => {
    const none = () => Promise.reject(new Error('away'));
    const found: { opened: number; counted: number | undefined } = { opened: 0, counted: undefined };
    const metrics = createMetrics({ backlog: none, currentPause: none, connections: () => found });
    const server = createHttpServer([metrics.route], SILENT);
    const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/metrics`;
    onTestFinished(() => server.close());
    const scrape = async () => (await fetch(url)).text();
    await metrics.load();

    const before = await scrape();
    Object.assign(found, { opened: 2, counted: 10 });
    const after = await scrape();

    expect(before).toContain('whatsapp_send_slack_connections{counted_by="bot"} 0');
    expect(before).not.toContain('counted_by="slack"');
    expect(after).toContain('whatsapp_send_slack_connections{counted_by="bot"} 2');
    expect(after).toContain('whatsapp_send_slack_connections{counted_by="slack"} 10');
  });

  it('says nothing of connections over HTTP', async () => {
    const { metrics, text } = await openMetrics();
    await metrics.load();

    expect(await text()).not.toContain('counted_by');
  });

  it('holds no number, no ID and no name of anybody', async () => {
    const { ledger, metrics, text } = await openMetrics();
    await metrics.load();
    await ledger.accept(newSend('S1'));

    expect(await text()).not.toMatch(/98700|S1|U1|C1|Asha|booking_confirm/);
  });

  it('answers while the ledger is away, and says so', async () => {
    const metrics = createMetrics({
      backlog: () => Promise.reject(new Error('away')),
      currentPause: () => Promise.reject(new Error('away')),
    });
    const server = createHttpServer([metrics.route], SILENT);
    const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/metrics`;
    onTestFinished(() => server.close());

    expect((await fetch(url)).status).toBe(503);
    await metrics.load();

    expect(await (await fetch(url)).text()).toMatch(/^whatsapp_send_ledger_up 0$/m);
  });

  it('says that the ledger is away when it was there before', async () => {
    const { account, ledger } = await openMetrics();
    const answers = [ledger.backlog, () => Promise.reject(new Error('away'))];
    const metrics = createMetrics({
      backlog: () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')),
      currentPause: account.current,
    });
    await metrics.load();
    const ask = async () => {
      const query = new URLSearchParams();
      return (await metrics.route.handle({ path: '/metrics', query, headers: {}, body: Buffer.alloc(0) })).body;
    };

    expect(await ask()).toMatch(/^whatsapp_send_ledger_up 1$/m);
    expect(await ask()).toMatch(/^whatsapp_send_ledger_up 0$/m);
  });
});
