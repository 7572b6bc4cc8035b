import { endOnUncaughtError } from '../../src/programs/uncaught-error.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { openBotPool } from './bots/bot-process.ts';
import { clockDrill } from './drills/clock.ts';
import { flood } from './drills/flood.ts';
import { postgresFaults } from './drills/postgres-faults.ts';
import { sigtermDrill } from './drills/sigterm.ts';
import { type Campaign, freezeCampaign, killCampaign, type Tally } from './kills/campaign.ts';
import { listCampaign } from './lists/campaign.ts';
import { mutantCampaign } from './mutant-campaign.ts';
import { type Part, readOptions } from './options.ts';
import { replyCampaign } from './replies/campaign.ts';
import { rulesCampaign } from './rules/campaign.ts';
import { say } from './table.ts';

endOnUncaughtError('The chaos run');

const options = readOptions();
const { seed, database, parts, replay } = options;
const startedAt = performance.now();
say(`chaos · ${database} · seed ${seed} · ${parts.join(', ')}`);

const postgres = database === 'postgres' ? await startPostgres() : undefined;
const pool = await openBotPool(options.atOnce);
let passed = 0;
let failed = 0;
try {
  for (const part of parts) {
    say(`\n${part}`);
    const tally = await run(part, {
      seed,
      runs: options.runs,
      atOnce: options.atOnce,
      pool,
      postgres,
    });
    passed += tally.passed;
    failed += tally.failed;
  }
} finally {
  pool.close();
  await postgres?.remove();
}
say(`\nseed ${seed} · ${Math.round((performance.now() - startedAt) / 1000)} s`);
say(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function run(part: Part, campaign: Campaign): Promise<Tally> {
  switch (part) {
    case 'kills':
      return killCampaign({ ...campaign, ...(replay && { replay }) });
    case 'freezes':
      return freezeCampaign(campaign);
    case 'lists':
      return listCampaign({ ...campaign, runs: options.lists }, options.rows);
    case 'rules':
      return rulesCampaign(campaign);
    case 'postgres':
      return postgresFaults(campaign, options.sends);
    case 'mutants':
      return mutantCampaign({ ...campaign, mutants: options.mutants });
    case 'sigterm':
      return sigtermDrill(campaign, options.restarts);
    case 'clock':
      return clockDrill(campaign);
    case 'flood':
      return flood(campaign);
    case 'replies':
      return replyCampaign(campaign);
  }
}
