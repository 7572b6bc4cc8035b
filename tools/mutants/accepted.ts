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
  { file: 'src/core/send/delivery/status.ts', code: 'attention: 3,', what: '3 → 30', reason: ORDER },
  {
    file: 'src/core/send/delivery/status.ts',
    code: "read: { meaning: 'the recipient opened it', label: 'read', mark: '✓✓✓', phase: 'arrived', reportOrder: 4 },",
    what: '4 → 40',
    reason: ORDER,
  },
  {
    file: LEASES,
    code: `select id from batches where state = 'sending' and \${isTheirs} order by id || '' \${engine.rowLock}`,
    what: "SQL state = 'sending' → true",
    reason: 'A batch has a worker exactly while it is sending, by a check of the schema; the state is for an index.',
  },
  {
    file: LEASES,
    code: 'return transaction',
    what: '.where(isLockedInOrder(engine, batchId)) dropped',
    reason: LOCKS,
  },
  {
    file: LEASES,
    code: 'const { numUpdatedRows } = await transaction',
    what: '.where(isLockedInOrder(engine, batch.id)) dropped',
    reason: LOCKS,
  },
  {
    file: LEASES,
    code: `return sql<boolean>\`id in (select id from deliveries where batch_id = \${batchId} order by id \${rowLock})\`;`,
    what: `SQL batch_id = \${batchId} → true`,
    reason: LOCKS,
  },
  {
    file: LEASES,
    code: `select id from batches where state = 'sending' and lease_until <= \${engine.now}`,
    what: "SQL state = 'sending' → true",
    reason: 'A batch has a lease exactly while it is sending, by a check of the schema; the state is for an index.',
  },
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
  ...all('src/store/lists/plan-repeats.ts', SPEED, [
    ['for (let from = 0; from < list.row_count; from += PEOPLE_AT_ONCE) {', '< → <='],
  ]),
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
      `sql<boolean>\`\${nextSlot(nextAtUs)} + \${messagesAhead} * \${sql.lit(costUs)} <= \${inUs(BOOK_AHEAD_MS)}\`,`,
      'SQL <= → <',
    ],
  ]),
  ...all('src/store/batches/send-rate.ts', LOCKS, [
    ['return a < b ? -1 : 1;', '< → <=', '1 → 0', 'condition negated'],
    [
      'for (const [sender, calls] of [...Map.groupBy(missed, (call) => call.sender)].toSorted(byName)) {',
      '.toSorted(byName) dropped',
    ],
  ]),
  ...all('src/store/batches/send-rate.ts', TOGETHER, [['const MAX_BOOKED_TOGETHER = 64;', '64 → 640']]),
  {
    file: 'src/store/batches/send-rate.ts',
    code: 'const MAX_LEAD_MS = 1_000;',
    what: '1_000 → 10000',
    reason: 'It takes a database that misses slot after slot for seconds.',
  },
  {
    file: 'src/store/batches/claim-batch.ts',
    code: 'const MAX_CLAIMS_TOGETHER = 64;',
    what: '64 → 640',
    reason: TOGETHER,
  },
  {
    file: 'src/store/batches/settle-batch.ts',
    code: 'const MAX_BATCHES_TOGETHER = 32;',
    what: '32 → 320',
    reason: TOGETHER,
  },
  {
    file: 'src/store/batches/settle-batch.ts',
    code: 'if (settled.size > 0) await writeSettlements(engine, transaction, saveOptOuts, settled);',
    what: '> → >=',
    reason: 'Where nothing was settled it saves statements that would change nothing.',
  },
  { file: 'src/store/batches/settle-batch.ts', code: 'const COALESCE_MS = 8;', what: '8 → 80', reason: TOGETHER },
  ...['id', 'batch_id', 'status', 'message_id', 'message_base', 'reason', 'code', 'text'].map((column) => ({
    file: 'src/store/batches/settle-deliveries.ts',
    code: `${column}: 'text',`,
    what: "'text' changed",
    reason: TYPES,
  })),
  {
    file: 'src/http/refused-bytes.ts',
    code: 'let bytes = 0;',
    what: '0 → 1',
    reason: 'The collector runs one byte earlier, of two million.',
  },
  {
    file: 'src/kaleyra/wire/wire-tracker.ts',
    code: "method: 'POST',",
    what: "'POST' changed",
    reason: 'Undici tells of every request that it writes, whatever its method; nothing else is proved.',
  },
  {
    file: 'src/kaleyra/wire/wire-tracker.ts',
    code: "else reject(new Error('The self-test has no port.'));",
    what: 'statement dropped',
    reason: 'A server that listens on a host has a port; the compiler does not know that.',
  },
  {
    file: 'src/core/recipients/number-parts.ts',
    code: 'for (const token of word.length > MAX_WORD_LENGTH ? [word] : word.split(BEFORE_PLUS)) {',
    what: '> → >=',
    reason: 'It bounds the work on a word that is far longer than any number; a sign more or less decides nothing.',
  },
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
  {
    file: 'src/programs/doctor/templates-check.ts',
    code: 'catalogue.close();',
    what: 'statement dropped',
    reason: 'The doctor ends soon after, and looks at a file keep no process alive.',
  },
  {
    file: 'src/core/recipients/pasted-names.ts',
    code: '...(before > 0 ? [{ at: from, length: before }] : []),',
    what: '0 → 1',
    reason: 'A name before a number has a sign behind it, so it is two characters at least.',
  },
  {
    file: 'src/core/rules/policy/glob.ts',
    code: 'at = star + 1;',
    what: '1 → 0',
    reason: 'It looks at the star once more, which takes the same signs again.',
  },
  {
    file: 'src/core/list/rows/rising-numbers.ts',
    code: 'if (at < rows.length && isNext(rows[at - 1], rows[at])) continue;',
    what: '< → <=',
    reason: 'Behind the last row there is none, and none is no next one.',
  },
  ...all('src/core/search/template-search.ts', SPEED, [
    ['if (rank === NOT_FOUND) continue;', 'guard dropped'],
    ['if (best.length >= limit) break;', '>= → >'],
  ]),
  {
    file: 'src/slack/commands/typed-template.ts',
    code: 'if (families === undefined) {',
    what: '=== → !==',
    reason: SPEED,
  },
  {
    file: 'src/core/search/typo.ts',
    code: 'while (at < typed.length && at < word.length && word[at] === typed[at]) at += 1;',
    what: '< → <=',
    reason: 'Behind the end of one of the two there is no letter, so they differ there anyway.',
  },
  {
    file: 'src/flow/send/deliver-batch.ts',
    code: 'claimsTogether: true,',
    what: 'true → false',
    reason: 'Only speed: lanes that claim one by one claim the same batches.',
  },
  ...all('src/flow/cards/refresh-card.ts', SPEED, [['const CARD_LANES = 4;', '4 → 40']]),
  ...all('src/flow/workers/worker.ts', 'A timer of no time takes a millisecond.', [
    [': clock.after(Math.max(0, Math.ceil(atMs - clock.nowMs())), () => {', '0 → 1'],
  ]),
  {
    file: IN_FLIGHT,
    code: '[...senders].filter(([name, { inFlight }]) => inFlight >= (shares.get(name) ?? 1)).map(([name]) => name),',
    what: '1 → 0',
    reason: SHARE,
  },
  {
    file: IN_FLIGHT,
    code: 'shares = new Map([...senders.keys()].map((sender, index) => [sender, parts[index] ?? 1]));',
    what: '1 → 0',
    reason: SHARE,
  },
  {
    file: 'src/store/batches/send-rate.ts',
    code: 'return slots.map((startsAt, index) => () => waitForSlot(sender, sizes[index] ?? 0, startsAt));',
    what: '0 → 1',
    reason: 'There is a size for each slot; the compiler does not know that.',
  },
  {
    file: 'src/http/server.ts',
    code: 'requestTimeout: 10_000,',
    what: '10_000 → 100000',
    reason: 'The limits of a head and of a body end a request earlier; this one is for what they overlook.',
  },
  {
    file: 'src/http/server.ts',
    code: 'request.socket.destroySoon();',
    what: 'statement dropped',
    reason: 'It saves the memory of what comes in meanwhile; the connection ends either way.',
  },
  {
    file: 'src/kaleyra/provider.ts',
    code: '...options.waits,',
    what: 'spread dropped',
    reason: 'Only tests give other waits than the usual ones, to be done sooner.',
  },
  {
    file: 'src/kaleyra/templates/template-list.ts',
    code: 'const DEADLINE_MS = 30_000;',
    what: '30_000 → 300000',
    reason: 'A test of it would take half a minute; the waits for a head and for a body are tried.',
  },
];

export function isAccepted(accepted: readonly Accepted[], file: string, { code, what }: Change): boolean {
  return accepted.some((one) => one.file === file && one.code === code && one.what === what);
}
