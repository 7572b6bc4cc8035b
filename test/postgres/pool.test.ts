import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../src/store/engine/postgres/pool.ts';
import { SILENT } from '../store/opened-ledger.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());

describe('a pool whose server dies', () => {
  it('outlives a connection that was in the middle of a transaction, and gives a new one afterwards', async () => {
    const pool = createPool({ connectionString: server.urlOf('postgres'), max: 1 }, SILENT);
    const client = await pool.connect();
    await client.query('begin', []);

    await server.stop('immediate');
    await server.start();

    const ask = () =>
      client.query('select 1', []).then(
        () => 'answered',
        () => 'refused',
      );
    await expect.poll(ask).toBe('refused');
    client.release();
    const next = await pool.connect();
    expect((await next.query<{ one: number }>('select 1 as one', [])).rows).toEqual([{ one: 1 }]);
    next.release();
    await pool.end();
  });
});

describe('a statement that a connection has prepared', () => {
  it('is planned once, and discarded with its connection when the schema changed under it', async () => {
    const pool = createPool({ connectionString: server.urlOf('postgres'), max: 1 }, SILENT);
    const client = await pool.connect();
    await client.query('create table things as select 1 as size', []);
    await client.query('select * from things where size = $1', [1]);
    await client.query('select * from things where size = $1', [2]);
    const prepared = await client.query(
      'select statement, generic_plans + custom_plans as runs from pg_prepared_statements',
      [],
    );

    await client.query('alter table things add column color text', []);
    await expect(client.query('select * from things where size = $1', [1])).rejects.toThrow('cached plan');
    client.release();
    const next = await pool.connect();
    const found = await next.query('select * from things where size = $1', [1]);
    next.release();
    await pool.end();

    expect(prepared.rows).toContainEqual({ statement: 'select * from things where size = $1', runs: '2' });
    expect(found.rows).toEqual([{ size: 1, color: null }]);
  });
});
