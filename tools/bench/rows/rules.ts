import type { SendRules } from '../../../src/core/rules/send-rules.ts';
import type { ClaimRules } from '../../../src/flow/ports/store/rules/claim-rules.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import type { Bench, Row } from '../bench.ts';
import type { Database, DatabaseKind } from '../databases.ts';
import { atMost, type Result } from '../result.ts';
import { queueSends } from '../seed.ts';
import { numbersTo, openSql } from '../sql.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const LEASE_MS = 15_000;
const OPT_OUTS = { ci: 20_000, full: 1_000_000 };
const TURNS = { ci: 4, full: 40 };
const ROUNDS = { ci: 2, full: 7 };
/** Claims that one side makes before it is the other's turn: a slow second of the machine is both's. */
const CLAIMS_A_TURN = 25;

/** Rules under which everything leaves, after all of them were asked. */
const SEND_RULES: SendRules = {
  policyHash: 'policy',
  optOutScope: 'marketing',
  keepsQuietHours: true,
  quotas: { day: '2026-11-29', limits: { person: 1e9, channel: 1e9, workspace: 1e9, number: 1e9 } },
};
const CLAIM_RULES: ClaimRules = {
  mode: 'live',
  teamNumbers: [],
  policyHash: () => 'policy',
  judge: () => undefined,
  keepsQuietHours: () => true,
  quietUntil: () => undefined,
};

/** Claims of one request each, with a million people who said no, quotas and a policy, beside claims without any of it. */
export const rulesRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) results.push(await claimsOn(bench, kind));
  return results;
};

async function claimsOn(bench: Bench, kind: DatabaseKind): Promise<Result> {
  const { databases, size } = bench;
  const [plain, ruled] = [await databases.create(kind), await databases.create(kind)];
  const without = await open(plain, undefined);
  const withRules = await open(ruled, CLAIM_RULES);
  await fillOptOuts(ruled, OPT_OUTS[size]);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS[size]; round += 1) {
    const queue = { deliveries: TURNS[size] * CLAIMS_A_TURN, recipientsPerRequest: 1 };
    await queueSends(withRules, { ...queue, rules: SEND_RULES });
    await queueSends(without, queue);
    const turns = await interleave(TURNS[size], {
      ours: () => msOfClaim(withRules),
      theirs: () => msOfClaim(without),
    });
    ours.push(median(turns.ours));
    theirs.push(median(turns.theirs));
  }
  await Promise.all([without.close(), withRules.close()]);
  await Promise.all([plain.remove(), ruled.remove()]);
  const ratio = ratiosOf(ours, theirs);
  return {
    row: 'rules',
    work: `a claim with ${OPT_OUTS[size].toLocaleString('en')} opt-outs, quotas and a policy, ${kind}`,
    ours: { name: 'with rules', value: median(ours), unit: 'ms' },
    against: { name: 'without', value: median(theirs), unit: 'ms' },
    ratio,
    goal: atMost(ratio.median, 1.1, '≤ 1.1 ×'),
  };
}

function open({ url }: Database, claimRules: ClaimRules | undefined): Promise<Store> {
  return openStore({
    url,
    messagesPerSecond: Number.POSITIVE_INFINITY,
    leaseMs: LEASE_MS,
    log: SILENT,
    ...(claimRules && { claimRules }),
  });
}

/** Milliseconds of one claim; what was claimed is not settled, because that is the same with rules and without. */
async function msOfClaim({ ledger }: Store): Promise<number> {
  const startedAt = performance.now();
  for (let claim = 0; claim < CLAIMS_A_TURN; claim += 1)
    if ((await ledger.claimBatch('bench')) === undefined) throw new Error('There was nothing to claim');
  return (performance.now() - startedAt) / CLAIMS_A_TURN;
}

/** One statement. In the order of the index, because SQLite writes a page of it only once then. */
async function fillOptOuts(database: Database, count: number): Promise<void> {
  const target = await openSql(database);
  await target.run(`
    ${numbersTo(count)}
    insert into opt_outs (number_key, scope, source, number_end, at)
    select ${KEY_OF_N} as number_key, 'marketing', 'import', '0000', 1 from numbers order by 1`);
  await target.close();
}

const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** As long as keys of numbers are, and spread as they are; no one's. */
const KEY_OF_N = [1, 64, 64 ** 2, 64 ** 3]
  .map((power) => `substr('${BASE64_URL}', cast(1 + n * 2654435761 / ${power} % 64 as integer), 1)`)
  .concat('n', `'${'x'.repeat(33)}'`)
  .join(' || ');
