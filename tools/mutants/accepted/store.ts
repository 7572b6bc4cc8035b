import { A_MOMENT, type Accepted, all, SPEED } from './reasons.ts';

const LEASES = 'src/store/batches/batch-leases.ts';
const LOCKS = 'It changes only in which order PostgreSQL locks rows; its own tests let two processes meet there.';
const TYPES = 'SQLite knows no types of columns; the contract runs on PostgreSQL too, which does.';
const TOGETHER = 'It decides how many calls share a transaction, and nothing about what becomes of each.';
const ROW_ORDER =
  'SQLite gives rows back as they were saved; the contract runs on PostgreSQL too, which does not, and notices it.';
const NEVER_BETWEEN =
  'Nothing changes between two statements of one process on SQLite; on PostgreSQL two processes meet there.';
const INDEX_ORDER = 'The index that finds them has this order; it is asked for all the same.';

export const IN_STORE: readonly Accepted[] = [
  ...all(
    LEASES,
    'A batch has a worker exactly while it is sending, by a check of the schema; the state is for an index.',
    [
      [
        `select id from batches where state = 'sending' and \${isTheirs} order by id || '' \${engine.rowLock}`,
        "SQL state = 'sending' → true",
      ],
    ],
  ),
  ...all(LEASES, LOCKS, [['return transaction', '.where(isLockedInOrder(engine, batchId)) dropped']]),
  ...all(LEASES, LOCKS, [
    ['const { numUpdatedRows } = await transaction', '.where(isLockedInOrder(engine, batch.id)) dropped'],
  ]),
  ...all(LEASES, LOCKS, [
    [
      `return sql<boolean>\`id in (select id from deliveries where batch_id = \${batchId} order by id \${rowLock})\`;`,
      `SQL batch_id = \${batchId} → true`,
    ],
  ]),
  ...all(
    LEASES,
    'A batch has a lease exactly while it is sending, by a check of the schema; the state is for an index.',
    [
      [
        `select id from batches where state = 'sending' and lease_until <= \${engine.now}`,
        "SQL state = 'sending' → true",
      ],
    ],
  ),
  ...['- → +', '.toSorted((a, b) => a.position - b.position) dropped'].map((what) => ({
    file: 'src/store/batches/claim-batch.ts',
    code: 'const deliveries = claimed.toSorted((a, b) => a.position - b.position);',
    what,
    reason: ROW_ORDER,
  })),
  ...all('src/store/batches/claim-batch.ts', TYPES, [
    [`from \${tableOf('held', { id: 'text', reason: 'text' }, rows)}`, "'text' changed"],
  ]),
  ...all('src/store/batches/claim-batch.ts', SPEED, [
    ['if (judged.size > 0) await lockSends(engine, transaction, changed);', '> → >='],
    ['if (byBatch.size === 0) return new Map();', 'guard dropped'],
    ['if (judged.size === 0) return;', 'guard dropped'],
  ]),
  ...all('src/store/batches/claim-deliveries.ts', SPEED, [
    ['const all = batches.reduce((sum, { size }) => sum + size, 0);', '0 → 1', '+ → -'],
    ['if (empty.length > 0) await closeBatches(transaction, empty);', '> → >='],
  ]),
  ...all('src/store/batches/claim-rows.ts', TYPES, [
    [
      `join \${tableOf('claimant', { place: 'integer', worker: 'text' }, workersInLine)} on claimant.place = in_line.place`,
      "'integer' changed",
      "'text' changed",
    ],
  ]),
  ...all('src/store/batches/claim-rows.ts', 'They were chosen because they are queued, under the lock of their line.', [
    ["where id in (select claimed.id from claimed) and state = 'queued'", "SQL state = 'queued' → true"],
  ]),
  ...all('src/store/lists/timed-lists.ts', SPEED, [['if (rows.length === 0) return [];', 'guard dropped']]),
  ...all('src/store/lists/list-results.ts', A_MOMENT, [
    [
      "where deliveries.status not in ('queued', 'sending', 'cancelled') and deliveries.changed_at > sends.state_at",
      'SQL > → >=',
    ],
  ]),
  ...all('src/store/lists/list-results.ts', INDEX_ORDER, [
    ['const rows = await selectDeliveries(db)', ".orderBy('position') dropped"],
  ]),
  ...all('src/store/read/read-send.ts', INDEX_ORDER, [
    [
      "const rows = await selectDeliveries(db).where('send_id', '=', id).orderBy('position').execute();",
      ".orderBy('position') dropped",
    ],
  ]),
  ...all('src/store/read/approval.ts', INDEX_ORDER, [['const asked = await db', ".orderBy('slot') dropped"]]),
  ...all('src/store/cache/keyv-adapter.ts', 'Keyv wants it and asks for the value in its place.', [
    ['const has = async (key: string): Promise<boolean> => (await get(key)) !== undefined;', '!== → ==='],
  ]),
  ...all('src/store/read/read-send.ts', 'Only long lists are told from others by it.', [
    ['const { deliveries, earlier } = await readRows(db, found.row, list?.rows ?? 0);', '0 → 1'],
  ]),
  ...all('src/store/lists/groups.ts', 'It has expired as well; the count is for a clock that goes back.', [
    ['row_count: 0,', '0 → 1'],
  ]),
  ...all('src/store/coalesce/coalesce.ts', 'A call that runs by itself has no others to be kept apart from.', [
    ['for (const call of failed) void settle([call], run, false);', 'false → true'],
  ]),
  ...all('src/store/coalesce/coalesce.ts', TOGETHER, [['const WAIT_MS = 3;', '3 → 30']]),
  ...all('src/store/approvals/approvals.ts', A_MOMENT, [
    [
      `update approval_requests set reminders = reminders + 1, remind_at = case when \${next} < expires_at then \${next} end`,
      'SQL < → <=',
    ],
  ]),
  ...all(
    'src/store/schema/migrations/0006-plain-names.ts',
    'The views are for releases of before, which may run beside this one until they are restarted.',
    [
      ['await sql`create view testimonies as select * from manual_reports`.execute(db);', 'statement dropped'],
      ['await sql`create view paces as select * from send_rates`.execute(db);', 'statement dropped'],
    ],
  ),
  ...all('src/store/lists/plan-repeats.ts', SPEED, [
    ['for (let from = 0; from < list.row_count; from += PEOPLE_AT_ONCE) {', '< → <='],
    [
      `and deliveries.position >= \${from} and deliveries.position < \${from + PEOPLE_AT_ONCE}`,
      `SQL deliveries.position >= \${from} → true`,
    ],
  ]),
  ...all('src/store/queue/send-queue.ts', NEVER_BETWEEN, [['return rows.length > 0;', '> → >=']]),
  ...all('src/store/sends/change-state.ts', NEVER_BETWEEN, [
    ['if (!(await lockQueueOf(engine, transaction, sendId))) return false;', 'guard dropped'],
  ]),
  ...all('src/store/sends/control-send.ts', NEVER_BETWEEN, [
    ['if (!(await lockQueueOf(engine, transaction, sendId))) return false;', 'guard dropped'],
  ]),
  ...all('src/store/sends/stop-send.ts', NEVER_BETWEEN, [
    ['if (!(await lockQueueOf(engine, transaction, stop.sendId))) return undefined;', 'guard dropped'],
  ]),
  ...all(
    'src/store/team/number-codes.ts',
    'The rule that reads what it gives measures each age against the same day.',
    [
      [
        `where (person_id = \${personId} or number_key = \${key}) and asked_at > \${now} - \${sql.lit(CODE_DAY_MS)}\`.execute(`,
        `SQL asked_at > \${now} - \${sql.lit(CODE_DAY_MS)} → true`,
      ],
    ],
  ),
  ...all('src/store/queue/send-queue.ts', SPEED, [['if (claimed.size === 0) return;', 'guard dropped']]),
  ...all('src/store/queue/send-queue.ts', TYPES, [
    [`from \${tableOf('claimed', { id: 'text', size: 'integer' }, rows)}`, "'integer' changed", "'text' changed"],
  ]),
  ...all('src/store/batches/settle-batch.ts', SPEED, [
    [`where \${lockOn(basesOf(batches))} and \${isOneOf(sql\`id\`, ids)}`, `SQL \${isOneOf(sql\`id\`, ids)} → true`],
    ['if (ids.length === 0) return [];', 'guard dropped'],
  ]),
  ...all('src/store/batches/hold-back.ts', A_MOMENT, [
    [
      'const isTooLate = first !== undefined && until !== undefined && first.now - first.since > MAX_NIGHT_WAIT_MS;',
      '> → >=',
    ],
  ]),
  ...all(
    'src/store/batches/judge-sends.ts',
    'It bounds the memory of a process that sees a thousand sends under one policy.',
    [
      ['const MAX_REMEMBERED = 1_000;', '1_000 → 10000'],
      ['if (leaves.size > MAX_REMEMBERED) leaves.clear();', '> → >=', 'statement dropped'],
    ],
  ),
  ...all('src/store/batches/send-rate.ts', A_MOMENT, [
    [`isDue: sql<boolean>\`send_rates.next_at_us <= \${inUs(BOOK_AHEAD_MS)}\`,`, 'SQL <= → <'],
    [
      `sql<number>\`case when \${nextAtUs} > \${inUs(-IDLE_AFTER_MS)} then \${inUs(0)} else \${inUs(LEAD_MS)} end\`,`,
      'SQL > → >=',
    ],
    [
      `sql<boolean>\`\${nextSlot(nextAtUs)} + \${messagesAhead} * \${sql.lit(costUs)} <= \${inUs(BOOK_AHEAD_MS)}\`,`,
      'SQL <= → <',
    ],
  ]),
  ...all('src/store/batches/send-rate.ts', 'What misses its new slot, too, has twice the lead the next time.', [
    ['const leadMs = Math.max(...calls.map((call) => call.leadMs));', 'max → min'],
  ]),
  ...all('src/store/batches/send-rate.ts', 'A slot begins a millisecond earlier.', [
    [`.returning(sql<number>\`next_at_us - \${usOf(engine)(0)}\`.as('ends_in_us'))`, '0 → 1'],
  ]),
  ...all('src/store/rules/opt-outs.ts', LOCKS, [
    ['const rows = [...people]', '.sort(([a], [b]) => (a < b ? -1 : 1)) dropped'],
  ]),
  ...all('src/store/batches/send-rate.ts', LOCKS, [
    ['return a < b ? -1 : 1;', '< → <=', '1 → 0', 'condition negated'],
    [
      'for (const [sender, calls] of [...Map.groupBy(missed, (call) => call.sender)].toSorted(byName)) {',
      '.toSorted(byName) dropped',
    ],
  ]),
  ...all('src/store/batches/send-rate.ts', TOGETHER, [['const MAX_BOOKED_TOGETHER = 64;', '64 → 640']]),
  ...all('src/store/batches/send-rate.ts', 'It takes a database that misses slot after slot for seconds.', [
    ['const MAX_LEAD_MS = 1_000;', '1_000 → 10000'],
  ]),
  ...all('src/store/batches/claim-batch.ts', TOGETHER, [['const MAX_CLAIMS_TOGETHER = 64;', '64 → 640']]),
  ...all('src/store/batches/settle-batch.ts', TOGETHER, [['const MAX_BATCHES_TOGETHER = 32;', '32 → 320']]),
  ...all(
    'src/store/batches/settle-batch.ts',
    'Where nothing was settled it saves statements that would change nothing.',
    [['if (settled.size > 0) await writeSettlements(engine, transaction, saveOptOuts, settled);', '> → >=']],
  ),
  ...all('src/store/batches/settle-batch.ts', TOGETHER, [['const COALESCE_MS = 8;', '8 → 80']]),
  ...['id', 'batch_id', 'status', 'message_id', 'message_base', 'reason', 'code', 'text'].map((column) => ({
    file: 'src/store/batches/settle-deliveries.ts',
    code: `${column}: 'text',`,
    what: "'text' changed",
    reason: TYPES,
  })),
  ...all('src/store/batches/send-rate.ts', 'There is a size for each slot; the compiler does not know that.', [
    ['return slots.map((startsAt, index) => () => waitForSlot(sender, sizes[index] ?? 0, startsAt));', '0 → 1'],
  ]),
  ...all(
    'src/store/read/list-progress.ts',
    'One text stands for all that have the same code, whichever of them it is.',
    [
      [
        'select status, failure_reason, failure_code, cancel_reason, said, min(failure_text) as failure_text, count(*) as n from (',
        'SQL min( → max(',
      ],
    ],
  ),
];
