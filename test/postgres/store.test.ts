import { randomUUID } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StatusUpdate } from '../../src/core/send/delivery/status-update.ts';
import type { ClaimedBatch } from '../../src/flow/ports/store/deliver-batch.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { MIGRATIONS } from '../../src/store/schema/migrations.ts';
import { ledgerContract } from '../store/ledger-contract.ts';
import {
  accepted,
  claim,
  claimCard,
  newSend,
  type Opened,
  openNew,
  report,
  SILENT,
  unanswered,
} from '../store/opened-ledger.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { createMigratedTemplate, createPostgresDatabase, runOn } from './postgres-database.ts';

let server: Postgres;
let template: string;

beforeAll(async () => {
  server = await startPostgres();
  template = await createMigratedTemplate(server);
});

afterAll(() => server.remove());

const create = () => createPostgresDatabase(server, template);

ledgerContract('PostgreSQL', create);

describe('processes on one PostgreSQL', () => {
  it('wake one another when something is queued, and not themselves', async () => {
    const first = await openNew(create);
    const second = await first.openAgain();
    const woken: string[] = [];
    first.onWork(() => woken.push('first'));
    second.onWork(() => woken.push('second'));
    let sends = 0;

    await expect
      .poll(
        async () => {
          sends += 1;
          await first.ledger.accept(newSend(`S${sends}`));
          return woken;
        },
        { timeout: 5000 },
      )
      .toContain('second');

    expect(woken).not.toContain('first');
  });

  it('write answers and reports of the same sends crosswise, and never wait for each other in a circle', async () => {
    const first = await openNew(create);
    const second = await first.openAgain();
    const ids = Array.from({ length: 60 }, (_, index) => `S${index}`);
    for (const id of ids) await first.ledger.accept(newSend(id, { sizes: [1, 1] }));
    const batches: ClaimedBatch[] = [];
    for (const id of ids) batches.push(await claim(first.ledger, `${id} a`), await claim(first.ledger, `${id} b`));
    const [deadlocksBefore] = await first.database.run(DEADLOCKS);

    // One has the first batch of every send and the other the second; both have every report, in opposite order.
    const settle = ({ ledger }: Store, remainder: number) =>
      batches.map(
        (batch, index) => index % 2 === remainder && ledger.settleBatch(batch, accepted(batch, `m${index}`), undefined),
      );
    const tell = ({ ledger }: Pick<Opened, 'ledger'>, status: StatusUpdate['status'], indexes: readonly number[]) =>
      indexes.map((index) => ledger.saveReport(report(`m${index}:0`, status)));
    const upwards = [...batches.keys()];
    const downwards = upwards.toReversed();
    await Promise.all([
      ...settle(first, 0),
      ...tell(first, 'sent', upwards),
      ...settle(second, 1),
      ...tell(second, 'sent', downwards),
    ]);
    for (const status of ['failed', 'delivered'] as const) {
      await Promise.all([
        ...tell(
          first,
          status,
          upwards.filter((index) => index % 2 === 0),
        ),
        ...tell(
          second,
          status,
          downwards.filter((index) => index % 2 === 1),
        ),
      ]);
    }
    await Promise.all([...tell(first, 'read', upwards), ...tell(second, 'read', downwards)]);

    const statuses = await Promise.all(ids.map((id) => first.statuses(id)));
    expect(new Set(statuses.flat())).toEqual(new Set(['read']));
    await Promise.all([first.close(), second.close()]);
    const [deadlocksAfter] = await first.database.run(DEADLOCKS);
    expect(deadlocksAfter).toEqual(deadlocksBefore);
  });

  it('that wait for a third at one of several sends hold no lock that the other one waits for', async () => {
    const first = await openNew(create);
    const second = await first.openAgain();
    const ids = Array.from({ length: 20 }, (_, index) => `S${index}`);
    for (const id of ids) await first.ledger.accept(newSend(id, { sizes: [1, 1] }));
    const third = new Client({ connectionString: first.database.url });
    await third.connect();
    const [deadlocksBefore] = await first.database.run(DEADLOCKS);

    await third.query(`begin; select id from sends where id = 'S10' for update`);
    const told = [
      ...ids.map((id) => first.ledger.saveReport(report(`${id}-a`, 'read', { batchToken: `${id}-token-0` }))),
      ...ids
        .toReversed()
        .map((id) => second.ledger.saveReport(report(`${id}-b`, 'read', { batchToken: `${id}-token-1` }))),
    ];
    await expect.poll(() => first.database.run(WAITING)).toEqual([{ waiting: 2 }]);
    await third.query('rollback');
    const outcomes = await Promise.all(told);

    expect(new Set(outcomes)).toEqual(new Set(['advanced']));
    await Promise.all([first.close(), second.close(), third.end()]);
    const [deadlocksAfter] = await first.database.run(DEADLOCKS);
    expect(deadlocksAfter).toEqual(deadlocksBefore);
  });

  it('show a card once more that was opened while its send changed', async () => {
    const first = await openNew(create);
    const second = await first.openAgain();
    await first.ledger.accept(newSend('S1'));
    const batch = await claim(first.ledger);
    const card = await claimCard(first.ledger);
    const third = new Client({ connectionString: first.database.url });
    await third.connect();

    // The change is on its way, and waits, from before the next card is opened until after it is shown.
    await third.query(`begin; select id from sends where id = 'S1' for no key update`);
    const changed = second.ledger.settleBatch(batch, accepted(batch, 'm1'), undefined);
    await expect.poll(() => first.database.run(WAITING)).toEqual([{ waiting: 1 }]);
    const next = [{ role: 'dm', destination: 'U1' } as const];
    await first.ledger.saveCard(card, { kind: 'refused', next });
    const opened = await claimCard(first.ledger);
    const shown = first.ledger.saveCard(opened, { kind: 'shown', version: opened.send.version, message: undefined });
    await Promise.race([shown, pause(100)]);
    await third.query('rollback');
    await Promise.all([changed, shown, third.end()]);

    expect(opened.card.role).toBe('dm');
    expect((await claimCard(first.ledger)).send.version).toBeGreaterThan(opened.send.version);
  });

  it('start at the same time on a database that has no tables yet', async () => {
    const database = await createPostgresDatabase(server);
    const options = { url: database.url, messagesPerSecond: 1, leaseMs: 1000, log: SILENT };

    const stores = await Promise.all([openStore(options), openStore(options), openStore(options)]);
    await Promise.all(stores.map((store) => store.close()));

    expect(await database.run('select name from kysely_migration')).toHaveLength(Object.keys(MIGRATIONS).length);
    await database.remove();
  });
});

describe('a process of the release before', () => {
  it('goes on under the old names of tables until a deploy stops it', async () => {
    const { database, ledger } = await openNew(create);
    await ledger.accept(newSend('S1'));
    const batch = await claim(ledger);
    await ledger.settleBatch(batch, unanswered(batch), undefined);

    const written = [
      await database.run(`insert into paces (sender, next_at_us) values ('+919800000000', 0)
        on conflict (sender) do nothing returning sender`),
      await database.run(`update paces set next_at_us = next_at_us + 1 returning next_at_us > 0 as is_booked`),
      await database.run(`insert into testimonies (delivery_id, said, actor_id, said_at)
        select id, 'arrived', 'U1', 1 from deliveries on conflict (delivery_id) do nothing returning said`),
    ];

    expect(written.map((rows) => rows.length)).toEqual([0, 1, 1]);
    expect((await ledger.findSend('S1'))?.deliveries[0]?.status).toBe('delivered');
  });
});

describe('a PostgreSQL with 50,000 deliveries behind it', () => {
  it('never scans finished sends to find the next one', async () => {
    const { database, openAgain, close } = await openNew(create);
    await close();
    for (const statement of HISTORY) await database.run(statement);
    const [before] = await database.run(ROWS_WALKED);
    const { ledger, close: closeAgain } = await openAgain();
    await ledger.accept(newSend('S1', { sizes: [1, 1] }));

    const batch = await claim(ledger);
    await ledger.saveReport(report('new:0', 'sent'));
    await ledger.settleBatch(batch, accepted(batch, 'new'), undefined);
    await ledger.saveReport(report('new:0', 'delivered'));
    await ledger.untilNextBatch();
    await ledger.renewLeases(['worker']);
    await ledger.expireLeases();
    await ledger.untilNextCard();
    await ledger.claimCard('worker');
    await closeAgain();

    await expect.poll(async () => (await database.run(BATCHES_CLAIMED))[0]).toEqual({ claimed: true });
    const [after] = await database.run(ROWS_WALKED);
    expect(Number(after?.['walked']) - Number(before?.['walked'])).toBeLessThan(1000);
  });
});

describe('a PostgreSQL that knows nothing of 50,000 old reports that came at once', () => {
  it('does not read all of them for each piece that is deleted', async () => {
    const { database, maintenance, close } = await openNew(create);
    await database.run('alter table status_events set (autovacuum_enabled = off)');
    await database.run(`insert into status_events (id, message_id, message_base, status, received_at)
      select 'old' || n, 'm' || n || ':0', 'm' || n, 'sent', n from generate_series(1, 50000) as n`);

    const dropped = await maintenance.dropParked();

    await close();
    const [read] = await database.run(
      `select idx_tup_read as rows from pg_stat_user_indexes where indexrelname = 'status_events_parked_since'`,
    );
    expect(dropped).toBe(50_000);
    expect(Number(read?.['rows'])).toBeLessThan(500_000);
  });
});

describe('thousands of deliveries that leave at the same time', () => {
  it('are claimed and remembered before the statement is given up', async () => {
    const { database, ledger } = await openNew(create);
    // After five times PostgreSQL keeps a plan, and these are for one row.
    await ledger.accept(newSend('S1', { sizes: Array.from({ length: 10 }, () => 1) }));
    for (let index = 0; index < 10; index += 1) await claim(ledger);
    await ledger.accept(newSend('S2', { sizes: Array.from({ length: 64 }, () => 100) }));

    const batches = await Promise.all(Array.from({ length: 64 }, (_, index) => ledger.claimBatch(`w${index}`)));

    expect(batches.map((batch) => batch?.deliveryIds.length)).toEqual(batches.map(() => 100));
    expect(await database.run('select cast(count(*) as integer) as remembered from status_changes')).toEqual([
      { remembered: 6_410 },
    ]);
  });
});

describe('a PostgreSQL that filled up while the ledger was open', () => {
  it('is not scanned by statements that were planned when it was empty', async () => {
    const { database, ledger, close } = await openNew(create);
    const live = async (id: string) => {
      await ledger.accept(newSend(id));
      const batch = await claim(ledger, id);
      await ledger.saveReport(report(`${id}:0`, 'sent'));
      await ledger.settleBatch(batch, accepted(batch, id), undefined);
      await ledger.saveReport(report(`${id}:0`, 'read', { batchToken: batch.token }));
      await ledger.untilNextBatch();
      await ledger.expireLeases();
      await ledger.claimCard(id);
      await ledger.untilNextCard();
    };
    await live('S0');
    await database.run('vacuum analyze');
    // After five times PostgreSQL keeps a plan.
    for (let index = 1; index < 10; index += 1) await live(`S${index}`);
    for (const statement of HISTORY.filter((one) => one !== 'analyze')) await database.run(statement);
    const [before] = await database.run(ROWS_WALKED);

    for (let index = 10; index < 20; index += 1) await live(`S${index}`);

    await close();
    const [after] = await database.run(ROWS_WALKED);
    expect(Number(after?.['walked']) - Number(before?.['walked'])).toBeLessThan(1000);
  });
});

/** 10,000 finished sends of five deliveries each, with a report and a card. */
const HISTORY = [
  `insert into sends select 'old' || n, 'key' || n, 'content', null, 'T1', 'C1', 'U1', null, '{}', '+919800000000', 1,
    null, null, 3, n from generate_series(1, 10000) as n`,
  `insert into batches select 'old' || n || '.b0', 'old' || n, 0, 'token' || n, '+919800000000', 5, 'done', 1, 1, null,
    null, n, n from generate_series(1, 10000) as n`,
  `insert into deliveries select 'old' || n || '.' || m, 'old' || n, 'old' || n || '.b0', m, '+919870000000',
    'delivered', 'old' || n || ':' || m, 'old' || n, null, null, null, n
    from generate_series(1, 10000) as n, generate_series(0, 4) as m`,
  `insert into status_events select 'event' || n, 'old' || n || '.0', 'old' || n || ':0', 'old' || n, 'delivered', null,
    null, null, null, null, n from generate_series(1, 10000) as n`,
  `insert into cards select 'old' || n, 'channel', 0, 'C1', null, 'C1', 'ts', 3, 3, n, 1, 0, 1, null, null, n, 'open', 0
    from generate_series(1, 10000) as n`,
  'analyze',
];

const DEADLOCKS = 'select deadlocks from pg_stat_database where datname = current_database()';

const WAITING = `select cast(count(*) as integer) as waiting from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

/** A connection hands in its counts when it closes. */
const ROWS_WALKED = 'select sum(seq_tup_read) as walked from pg_stat_user_tables';
const BATCHES_CLAIMED = `select n_tup_upd > 0 as claimed from pg_stat_user_tables where relname = 'batches'`;

describe('a PostgreSQL that fails', () => {
  it('refuses while it is down and goes on when it is back, with all that was confirmed', async () => {
    const { ledger } = await openNew(create);
    await ledger.accept(newSend('S1'));

    await server.stop('immediate');
    const refused = [ledger.accept(newSend('S2')), ledger.claimBatch('worker'), ledger.ping()];
    const outcomes = await Promise.allSettled(refused);
    await server.start();

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect
      .poll(
        () =>
          ledger.ping().then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 10_000 },
      )
      .toBe('up');
    expect((await ledger.claimBatch('worker'))?.sendId).toBe('S1');
    expect(await ledger.findSend('S2')).toBeUndefined();
  });

  it('that is read-only takes nothing and says so', async () => {
    const { ledger, database } = await openNew(create);
    const name = new URL(database.url).pathname.slice(1);
    await database.run(`alter database ${name} set default_transaction_read_only = on`);
    await database.run(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = '${name}' and pid <> pg_backend_pid()`);

    await expect.poll(() => ledger.accept(newSend('S1')).catch((error: Error) => error.message)).toMatch(/read-only/);
    expect(await ledger.findSend('S1')).toBeUndefined();
  });

  it('that is locked, read-only or away says why nothing can be written', async () => {
    const { ledgerHealth, database } = await openNew(create);
    const name = new URL(database.url).pathname.slice(1);
    const other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query('begin; lock table sends in exclusive mode');
    const locked = await ledgerHealth.checkWritable();
    await other.query('rollback');
    await other.end();
    const free = await ledgerHealth.checkWritable();
    await database.run(`alter database ${name} set default_transaction_read_only = on`);
    await database.run(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = '${name}' and pid <> pg_backend_pid()`);
    await expect.poll(() => ledgerHealth.checkWritable()).toBe('read_only');
    await server.stop('immediate');
    const away = await ledgerHealth.checkWritable();
    await server.start();

    expect([locked, free, away]).toEqual(['locked', undefined, 'no_answer']);
  });

  it('that makes every transaction serializable by default refuses none of those that meet', async () => {
    const database = await create();
    const name = new URL(database.url).pathname.slice(1);
    await database.run(`alter database ${name} set default_transaction_isolation = 'serializable'`);
    const { ledger } = await openNew(async () => database);

    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, async (_, index) => {
        await ledger.accept(newSend(`S${index}`));
        const batch = await claim(ledger, `w${index}`);
        await ledger.saveReport(report(`m${index}:0`, 'sent', { batchToken: batch.token }));
        await ledger.settleBatch(batch, accepted(batch, `m${index}`), undefined);
      }),
    );

    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('that cannot hold every message is refused at the start, with what to do', async () => {
    const name = `latin_${randomUUID().replaceAll('-', '')}`;
    await runOn(
      server.urlOf('postgres'),
      `create database ${name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
    );

    const opening = openStore({ url: server.urlOf(name), messagesPerSecond: 1, leaseMs: 1000, log: SILENT });

    await expect(opening).rejects.toThrow(/encoding LATIN1 .* create database NAME encoding 'UTF8'/);
    await runOn(server.urlOf('postgres'), `drop database ${name} with (force)`);
  });

  it('whose line is cut half-way is given up in seconds, and reached over a new line', async () => {
    const database = await create();
    const line = await openLine(server.port);
    const store = await openStore({
      url: database.url.replace(`:${server.port}/`, `:${line.port}/`),
      messagesPerSecond: 1,
      leaseMs: 1000,
      log: SILENT,
    });
    onTestFinished(async () => {
      await store.close();
      await line.close();
      await database.remove();
    });

    await store.ledger.ping();
    line.cut();
    const startedAt = performance.now();
    const overCutLine = store.ledger.ping();
    await expect(overCutLine).rejects.toThrow();
    const waitedMs = performance.now() - startedAt;
    const overNewLine = await store.ledger.accept(newSend('S1'));

    expect(waitedMs).toBeLessThan(10_000);
    expect(overNewLine).toEqual({ kind: 'accepted', sendId: 'S1', isNew: true });
  });
});

interface Line {
  readonly port: number;
  /** Open connections transfer nothing any more, and both ends still look alive. */
  cut(): void;
  close(): Promise<void>;
}

function openLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const cutsBefore = cuts;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (cuts === cutsBefore) to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : 0,
        cut: () => {
          cuts += 1;
        },
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}
