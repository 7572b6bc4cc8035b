import type { Change } from './changes.ts';

/** A change that no test notices, and why that is no gap. */
export interface Accepted {
  readonly file: string;
  /** The line as it stands, without the blanks around it. */
  readonly code: string;
  readonly what: string;
  readonly reason: string;
}

const LEASES = 'src/store/batches/batch-leases.ts';
const LOCKS = 'It changes only in which order PostgreSQL locks rows; its own tests let two processes meet there.';
const TYPES = 'SQLite knows no types of columns; the contract runs on PostgreSQL too, which does.';
const TOGETHER = 'It decides how many calls share a transaction, and nothing about what becomes of each.';
const ROW_ORDER =
  'SQLite gives rows back as they were saved; the contract runs on PostgreSQL too, which does not, and notices it.';
const INDEX_ORDER = 'The index that finds them has this order; it is asked for all the same.';
const ORDER = 'The numbers only order the statuses: by how much the last one is higher makes no difference.';
const IN_FLIGHT = 'src/flow/send/in-flight.ts';
const SHARE = 'There is a share for each sender; the compiler does not know that.';
const SPEED = 'Only speed: the result is the same without it.';
const A_MOMENT = 'The two are the same but for one moment that no test can hit.';

/** Several changes of one file with one reason: lines, each with what is changed there. */
function all(file: string, reason: string, lines: readonly (readonly [string, ...string[]])[]): readonly Accepted[] {
  return lines.flatMap(([code, ...changes]) => changes.map((what) => ({ file, code, what, reason })));
}

export const ACCEPTED: readonly Accepted[] = [
  ...all('src/core/send/delivery/status.ts', ORDER, [['attention: 3,', '3 → 30']]),
  ...all('src/core/send/delivery/status.ts', ORDER, [
    [
      "read: { meaning: 'the recipient opened it', label: 'read', mark: '✓✓✓', phase: 'arrived', reportOrder: 4 },",
      '4 → 40',
    ],
  ]),
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
  ...all('src/store/batches/batch-leases.ts', SPEED, [
    ['await engine.db', '.where(sql<boolean>`worker is not null`) dropped', ".where('waiting', '>', 0) dropped"],
  ]),
  ...all('src/store/batches/claim-batch.ts', TYPES, [
    [
      `from \${tableOf('held', { id: 'text', reason: 'text' }, rows)} join sends on sends.id = held.id`,
      "'text' changed",
    ],
  ]),
  ...all('src/store/batches/claim-batch.ts', SPEED, [
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
  ...all('src/store/lists/list-results.ts', INDEX_ORDER, [
    ['const rows = await selectDeliveries(db)', ".orderBy('position') dropped"],
  ]),
  ...all('src/store/read/approval.ts', INDEX_ORDER, [['const asked = await db', ".orderBy('slot') dropped"]]),
  ...all('src/store/lists/plan-repeats.ts', SPEED, [
    ['for (let from = 0; from < list.row_count; from += PEOPLE_AT_ONCE) {', '< → <='],
  ]),
  ...all('src/store/queue/send-queue.ts', SPEED, [['if (rows.length === 0) return;', 'guard dropped']]),
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
  ...all('src/slack/access/roles.ts', A_MOMENT, [['else if (age > REFRESH_AFTER_MS) void askOnce(id);', '> → >=']]),
  ...all('src/store/batches/send-rate.ts', 'A slot begins a millisecond earlier.', [
    [`.returning(sql<number>\`next_at_us - \${usOf(engine)(0)}\`.as('ends_in_us'))`, '0 → 1'],
  ]),
  ...all('src/store/rules/opt-outs.ts', LOCKS, [
    ['const rows = [...people]', '.sort(([a], [b]) => (a < b ? -1 : 1)) dropped'],
  ]),
  ...all('src/plug/rules.ts', 'The timer is cleared when the bot stops; this is for a start that fails half-way.', [
    ['timer = setInterval(() => void roles.refresh(), REFRESH_EVERY_MS).unref();', '.unref() dropped'],
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
  ...all('src/http/body-reader.ts', SPEED, [
    ['if (announced === 0) return Promise.resolve(ok(Buffer.alloc(0)));', 'guard dropped'],
  ]),
  ...all('src/http/refused-bytes.ts', 'The collector runs one byte earlier, of two million.', [
    ['let bytes = 0;', '0 → 1'],
    ['bytes = 0;', '0 → 1'],
  ]),
  ...all(
    'src/kaleyra/wire/wire-tracker.ts',
    'Undici tells of every request that it writes, whatever its method; nothing else is proved.',
    [["method: 'POST',", "'POST' changed"]],
  ),
  ...all(
    'src/kaleyra/wire/wire-tracker.ts',
    'A server that listens on a host has a port; the compiler does not know that.',
    [["else reject(new Error('The self-test has no port.'));", 'statement dropped']],
  ),
  ...all(
    'src/core/recipients/pasted-names.ts',
    'A name before a number has a sign behind it, so it has two at least.',
    [['...(before > 0 ? [{ at: from, length: before }] : []),', '0 → 1']],
  ),
  ...all('src/numbering/second-reading.ts', 'Behind the last group there is none that could be a number.', [
    ['for (let at = 1; at < whole.runs.length && digitsBefore(whole, at) <= MAX_LIST_DIGITS; at += 1) {', '< → <='],
  ]),
  ...all(
    'src/core/recipients/number-parts.ts',
    'It bounds the work on a word that is far longer than any number; a sign more or less decides nothing.',
    [['for (const token of word.length > MAX_WORD_LENGTH ? [word] : word.split(BEFORE_PLUS)) {', '> → >=']],
  ),
  ...all('src/core/rules/policy/glob.ts', 'It looks at the star once more, which takes the same signs again.', [
    ['at = star + 1;', '1 → 0'],
  ]),
  ...all('src/core/list/rows/rising-numbers.ts', 'Behind the last row there is none, and none is no next one.', [
    ['if (at < rows.length && isNext(rows[at - 1], rows[at])) continue;', '< → <='],
  ]),
  ...all('src/core/search/template-search.ts', SPEED, [['if (rank === NOT_FOUND) continue;', 'guard dropped']]),
  ...all('src/core/search/template-search.ts', SPEED, [['if (best.length >= limit) break;', '>= → >']]),
  ...all('src/slack/commands/typed-template.ts', SPEED, [['if (families === undefined) {', '=== → !==']]),
  ...all(
    'src/core/search/typo.ts',
    'Behind the end of one of the two there is no letter, so they differ there anyway.',
    [['while (at < typed.length && at < word.length && word[at] === typed[at]) at += 1;', '< → <=']],
  ),
  ...all('src/flow/send/deliver-batch.ts', 'Only speed: lanes that claim one by one claim the same batches.', [
    ['claimsTogether: true,', 'true → false'],
  ]),
  ...all(
    'src/core/recipients/join-number-parts.ts',
    'Only speed: the reader takes none of these for a number either.',
    [
      [
        'if (digits < MIN_DIGITS || digits > MAX_DIGITS || group.some((part) => part.hasLetters)) return undefined;',
        '|| → &&',
      ],
    ],
  ),
  ...all(
    'src/programs/doctor/templates-check.ts',
    'The doctor ends soon after, and looks at a file keep no process alive.',
    [['catalogue.close();', 'statement dropped']],
  ),
  ...all('src/flow/cards/refresh-card.ts', SPEED, [['const CARD_LANES = 4;', '4 → 40']]),
  ...all('src/flow/workers/worker.ts', 'A timer of no time takes a millisecond.', [
    [': clock.after(Math.max(0, Math.ceil(atMs - clock.nowMs())), () => {', '0 → 1'],
  ]),
  ...all(IN_FLIGHT, SHARE, [
    [
      '[...senders].filter(([name, { inFlight }]) => inFlight >= (shares.get(name) ?? 1)).map(([name]) => name),',
      '1 → 0',
    ],
  ]),
  ...all(IN_FLIGHT, SHARE, [
    ['shares = new Map([...senders.keys()].map((sender, index) => [sender, parts[index] ?? 1]));', '1 → 0'],
  ]),
  ...all('src/store/batches/send-rate.ts', 'There is a size for each slot; the compiler does not know that.', [
    ['return slots.map((startsAt, index) => () => waitForSlot(sender, sizes[index] ?? 0, startsAt));', '0 → 1'],
  ]),
  ...all(
    'src/http/server.ts',
    'The limits of a head and of a body end a request earlier; this one is for what they overlook.',
    [['requestTimeout: 10_000,', '10_000 → 100000']],
  ),
  ...all('src/http/server.ts', 'It saves the memory of what comes in meanwhile; the connection ends either way.', [
    ['request.socket.destroySoon();', 'statement dropped'],
  ]),
  ...all(
    'src/http/server.ts',
    'A server that listens has no error that a test can cause; one that comes all the same is not to be lost.',
    [["server.off('error', reject);", 'statement dropped']],
  ),
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
  ...all('src/kaleyra/provider.ts', 'Only tests give other waits than the usual ones, to be done sooner.', [
    ['...options.waits,', 'spread dropped'],
  ]),
  ...all(
    'src/kaleyra/templates/template-list.ts',
    'A test of it would take half a minute; the waits for a head and for a body are tried.',
    [['const DEADLINE_MS = 30_000;', '30_000 → 300000']],
  ),
];

export function isAccepted(accepted: readonly Accepted[], file: string, { code, what }: Change): boolean {
  return accepted.some((one) => one.file === file && one.code === code && one.what === what);
}
