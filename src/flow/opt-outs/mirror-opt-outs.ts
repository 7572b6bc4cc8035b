import { type Blocklist, MAX_BLOCKED_TOGETHER } from '../ports/blocklist.ts';
import type { Log } from '../ports/log.ts';
import type { OptOutMirror } from '../ports/store/rules/opt-out-mirror.ts';
import type { OptOuts } from '../ports/store/rules/opt-outs.ts';

interface Needs {
  readonly mirror: OptOutMirror;
  readonly blocklist: Pick<Blocklist, 'write' | 'read'>;
  readonly optOuts: Pick<OptOuts, 'addOptOuts'>;
  readonly log: Log;
}

/** Longer than a call takes: another process tries it only when this one died. */
const HOLD_MS = 2 * 60_000;
const FIRST_DELAY_MS = 60_000;
const MAX_DELAY_MS = 6 * 60 * 60_000;
/** One run ends within seconds; the next one goes on. */
const MAX_CALLS_A_RUN = 20;
/** A hundred thousand numbers: a list that never ends must not be read for ever. */
const MAX_PAGES = 1_000;

/**
 * Tells the provider's blocklist who said no, and who took it back. What is not told now is told later, ever less often.
 *
 * @param stopped aborted when the process stops
 */
export function createTellBlocklist({ blocklist, log, mirror }: Needs): (stopped: AbortSignal) => Promise<void> {
  return async (stopped) => {
    for (let call = 0; call < MAX_CALLS_A_RUN && !stopped.aborted; call += 1) {
      const due = await mirror.takeDue(MAX_BLOCKED_TOGETHER, HOLD_MS);
      const [first] = due;
      if (first === undefined) return;
      const numbers = due.map(({ number }) => number);
      const answer = await blocklist.write(numbers, first.wanted);
      if (answer.kind === 'done') {
        await mirror.forget(due);
        log.info({ wanted: first.wanted, numbers: due.length }, 'blocklist told');
        continue;
      }
      const attempts = Math.max(...due.map((entry) => entry.attempts));
      await mirror.delay(due, Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), MAX_DELAY_MS));
      log.warn({ kind: answer.kind, code: answer.code, numbers: due.length, attempts }, 'blocklist not told');
      return;
    }
  };
}

/**
 * Takes down whoever stands on the provider's blocklist: other systems of the account write to it too. What the ledger has yet to
 * tell it counts more than what it says.
 *
 * @returns how much of the list was read: `part` of one that is longer than is read at most, `nothing` certain where a page is missing
 */
export function createReadBlocklist({
  blocklist,
  log,
  mirror,
  optOuts,
}: Needs): (stopped: AbortSignal) => Promise<'all' | 'part' | 'nothing'> {
  return async (stopped) => {
    let read = 0;
    let added = 0;
    let offset: number | undefined = 0;
    for (let page = 0; offset !== undefined; page += 1) {
      if (page === MAX_PAGES) {
        log.warn({ read, added }, 'blocklist not read to its end');
        return 'part';
      }
      if (stopped.aborted) return 'nothing';
      const found = await blocklist.read(offset);
      if (found === undefined) {
        log.warn({ read }, 'blocklist not read');
        return 'nothing';
      }
      const waiting = await mirror.waitingAmong(found.numbers);
      const numbers = found.numbers.filter((number) => !waiting.has(number));
      if (numbers.length > 0) added += await optOuts.addOptOuts({ numbers, scope: 'all', source: 'provider' });
      read += found.numbers.length;
      offset = found.next;
    }
    log.info({ read, added }, 'blocklist read');
    return 'all';
  };
}

const DAY_MS = 24 * 60 * 60_000;

/** Reads the blocklist once a day, whatever the number of processes: whoever comes first remembers it for all. */
export function createReadBlocklistDaily(
  needs: Needs & {
    readonly cache: {
      get(key: string): Promise<unknown>;
      set(key: string, value: string, lifeMs?: number): Promise<unknown>;
    };
  },
): (stopped: AbortSignal) => Promise<void> {
  const read = createReadBlocklist(needs);
  return async (stopped) => {
    if ((await needs.cache.get('read')) !== undefined) return;
    if ((await read(stopped)) !== 'nothing') await needs.cache.set('read', 'true', DAY_MS);
  };
}
