import { sql } from 'kysely';
import type { SendRules } from '../../../src/core/rules/send-rules.ts';
import type { ClaimRules } from '../../../src/flow/ports/store/rules/claim-rules.ts';
import { openEngine } from '../../../src/store/open-engine.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import type { Bench, Row } from '../bench.ts';
import type { Database, DatabaseKind } from '../databases.ts';
import { atMost, type Result } from '../result.ts';
import { queueSends } from '../seed.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const LEASE_MS = 15_000;
const OPT_OUTS = { ci: 20_000, full: 1_000_000 };
const CLAIMS = { ci: 400, full: 2_000 };
const ROUNDS = { ci: 2, full: 7 };
/** SQLite's recursion and PostgreSQL's series are written apart, so rows are made in pieces of their own. */
const PIECE = 10_000;

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
  const { ours, theirs } = await interleave(ROUNDS[size], {
    ours: () => msOfClaims(withRules, CLAIMS[size], SEND_RULES),
    theirs: () => msOfClaims(without, CLAIMS[size], undefined),
  });
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
async function msOfClaims(store: Store, claims: number, rules: SendRules | undefined): Promise<number> {
  await queueSends(store, { deliveries: claims, recipientsPerRequest: 1, ...(rules && { rules }) });
  const startedAt = performance.now();
  let claimed = 0;
  while ((await store.ledger.claimBatch('bench')) !== undefined) claimed += 1;
  if (claimed !== claims) throw new Error(`${claimed} of ${claims} were claimed`);
  return (performance.now() - startedAt) / claims;
}

async function fillOptOuts({ url }: Database, count: number): Promise<void> {
  const engine = await openEngine(url, SILENT);
  const row = { number_key: 'text' } as const;
  for (let first = 0; first < count; first += PIECE) {
    const keys = Array.from({ length: Math.min(PIECE, count - first) }, (_, at) => ({ number_key: keyAt(first + at) }));
    await sql`insert into opt_outs (number_key, scope, source, number_end, at)
      select number_key, 'marketing', 'import', '0000', 1 from ${engine.tableOf('person', row, keys)}`.execute(
      engine.db,
    );
  }
  await engine.close();
}

/** Spread as keys are, and no one's. */
function keyAt(index: number): string {
  return Buffer.from(`${(index * 2_654_435_761) % 2 ** 32} ${index} of no one`).toString('base64url');
}
