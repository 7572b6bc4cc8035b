import { describe, expect, it, onTestFinished } from 'vitest';
import { createEncoding } from '../../src/kaleyra/request/encoding.ts';
import { createScrubber } from '../../src/logging/scrub.ts';
import { createLazyNumbering } from '../../src/numbering/lazy-numbering.ts';
import { plugApprovals } from '../../src/plug/approvals.ts';
import { openCatalogue } from '../../src/plug/catalogue.ts';
import { plugOptOuts } from '../../src/plug/opt-outs.ts';
import { plugRules } from '../../src/plug/rules.ts';
import { plugSends } from '../../src/plug/sends.ts';
import { createLazyRules } from '../../src/store/lazy-rules.ts';
import { createLazyStore } from '../../src/store/lazy-store.ts';
import { newSend, openNew, SILENT } from '../store/opened-ledger.ts';
import { createSqliteDatabase } from '../store/test-database.ts';
import { configOf } from '../support/config.ts';
import { requested } from '../support/rules.ts';

/** The verbs for one message on a ledger of their own, with what they tell the others. */
async function plugged() {
  const config = configOf();
  const { values } = config;
  const logging = { log: SILENT, scrubber: createScrubber([]) } as unknown as Parameters<
    typeof plugSends
  >[0]['logging'];
  const store = createLazyStore(() => openNew(createSqliteDatabase));
  const rules = await plugRules({ config, logging, cache: store.cache });
  const catalogue = await openCatalogue({ config, logging, store });
  onTestFinished(async () => {
    rules.close();
    await catalogue.close();
  });
  const woken: true[] = [];
  const remembered: unknown[] = [];
  const loadNumbering = createLazyNumbering(values.DEFAULT_COUNTRY);
  const base = { config, logging, store, rules, catalogue, loadNumbering, wake: { all: () => void woken.push(true) } };
  const { MODE: mode, TEAM_NUMBERS: teamNumbers } = values;
  const optOuts = plugOptOuts({ ...rules, ...createLazyRules(store), mode, teamNumbers, loadNumbering, log: SILENT });
  const sends = plugSends({
    ...base,
    ...optOuts,
    ...plugApprovals(base),
    provider: createEncoding(undefined, config.reportsExpected),
    recent: { remember: async (order) => void remembered.push(order) },
  });
  return { remembered, sends, store, woken };
}

describe('a message that is confirmed', () => {
  it('wakes the workers, and its template is remembered', async () => {
    const { remembered, sends, store, woken } = await plugged();
    const { order } = newSend('S1');
    await store.drafts.save('d1', { order, responseUrl: undefined });

    expect(await sends.requestSend(requested('d1', 'T1:V1', 'U1'))).toMatchObject({ kind: 'accepted', isNew: true });

    expect(woken).toHaveLength(1);
    expect(remembered).toEqual([order]);
  });
});
