import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { GROUP_LIFE_MS } from '../../core/limits.ts';
import type { Group, Groups, NewGroup } from '../../flow/ports/store/lists/groups.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

/** SQLite writes so many in some 20 ms, during which the process does nothing else. */
const MAX_ROWS = 500;
const TEXTS = z.array(z.string());

/**
 * Saved groups. A group is written under an ID of its own and replaces the older one last, so that a crash half-way leaves the
 * older one whole: what has no name yet is never found, and expires.
 */
export function createGroups(engine: Engine): Groups {
  const { db, now } = engine;
  const isAlive = sql<boolean>`expires_at > ${now} and row_count > 0`;
  return {
    async saveGroup(group) {
      await insertUnnamed(engine, group);
      for (let from = 0; from < group.rows.length; from += MAX_ROWS) await insertRows(engine, group, from);
      return engine.transact((transaction) => giveName(engine, transaction, group));
    },

    async listGroups(teamId) {
      const rows = await db
        .selectFrom('recipient_groups')
        .selectAll()
        .where('team_id', '=', teamId)
        .where(isAlive)
        .orderBy('name')
        .execute();
      return rows.map(readGroup);
    },

    async readGroup(teamId, groupId) {
      const row = await db
        .selectFrom('recipient_groups')
        .selectAll()
        .where('id', '=', groupId)
        .where('team_id', '=', teamId)
        .where(isAlive)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const rows = await db
        .selectFrom('group_rows')
        .select('cells')
        .where('group_id', '=', groupId)
        .orderBy('position')
        .execute();
      return { ...readGroup(row), rows: rows.map(({ cells }) => readTexts(cells)) };
    },

    async deleteGroup(teamId, groupId, ownerId) {
      const { numUpdatedRows } = await db
        .updateTable('recipient_groups')
        .set(FORGOTTEN)
        .where('id', '=', groupId)
        .where('team_id', '=', teamId)
        .where('owner_id', '=', ownerId)
        .where(isAlive)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

/** Gone for people at once, and its name is free; its rows are deleted in pieces, because it has expired. */
const FORGOTTEN = {
  name: sql<string>`'forgotten ' || id`,
  row_count: 0,
  expires_at: sql<number>`created_at + 1`,
};

async function insertUnnamed({ db, now }: Engine, { columns, id, ownerId, teamId }: NewGroup): Promise<void> {
  await db
    .insertInto('recipient_groups')
    .values({
      id,
      team_id: teamId,
      name: `unsaved ${id}`,
      owner_id: ownerId,
      columns: JSON.stringify(columns),
      row_count: 0,
      created_at: now,
      expires_at: sql`${now} + ${sql.lit(GROUP_LIFE_MS)}`,
    })
    .execute();
}

async function insertRows({ db, tableOf }: Engine, { id, rows }: NewGroup, from: number): Promise<void> {
  const given = rows.slice(from, from + MAX_ROWS).map((cells, index) => ({
    position: from + index,
    cells: JSON.stringify(cells),
  }));
  await sql`
    insert into group_rows (group_id, position, cells)
    select ${id}, position, cells from ${tableOf('member', { position: 'integer', cells: 'text' }, given)}`.execute(db);
}

/** @returns false when another person has a group of this name; the new one is then forgotten */
async function giveName(
  engine: Engine,
  transaction: Transaction<Tables>,
  { id, name, ownerId, rows, teamId }: NewGroup,
): Promise<boolean> {
  await sql`select ${engine.lockOn([`group ${teamId} ${name}`])}`.execute(transaction);
  const older = await transaction
    .selectFrom('recipient_groups')
    .select(['id', 'owner_id', sql<number | boolean>`expires_at > ${engine.now}`.as('is_alive')])
    .where('team_id', '=', teamId)
    .where('name', '=', name)
    .executeTakeFirst();
  const isTaken = older !== undefined && older.owner_id !== ownerId && Boolean(older.is_alive);
  const forgottenId = isTaken ? id : older?.id;
  if (forgottenId !== undefined)
    await transaction.updateTable('recipient_groups').set(FORGOTTEN).where('id', '=', forgottenId).execute();
  if (isTaken) return false;
  await transaction
    .updateTable('recipient_groups')
    .set({ name, row_count: rows.length })
    .where('id', '=', id)
    .execute();
  return true;
}

function readGroup(row: Tables['recipient_groups']): Group {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    ownerId: row.owner_id,
    columns: readTexts(row.columns),
    rowCount: row.row_count,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  };
}

function readTexts(json: string): readonly string[] {
  return TEXTS.parse(JSON.parse(json));
}
