import { parseArgs } from 'node:util';
import { endOnUncaughtError } from '../../src/programs/uncaught-error.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { createBotPool } from './bot-process.ts';
import { clockDrill } from './clock.ts';
import { flood } from './flood.ts';
import { MODES } from './kaleyra.ts';
import { KILL_POINTS } from './kill-points.ts';
import { type Campaign, freezeCampaign, killCampaign, type Tally } from './kills.ts';
import { mutantCampaign } from './mutant-campaign.ts';
import { MUTANTS } from './mutants.ts';
import { postgresFaults } from './postgres-faults.ts';
import { sigtermDrill } from './sigterm.ts';
import { say } from './table.ts';

endOnUncaughtError('The chaos run');

const PARTS = ['kills', 'freezes', 'mutants', 'postgres', 'sigterm', 'clock', 'flood'] as const;
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '70' },
    restarts: { type: 'string', default: '8' },
    sends: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string', default: 'sqlite' },
    only: { type: 'string', multiple: true, default: [] },
    'at-once': { type: 'string', default: '4' },
    replay: { type: 'string' },
    mutant: { type: 'string', multiple: true },
  },
});

const seed = Number(values.seed);
const isPostgres = values.database === 'postgres';
const parts = values.only.length === 0 ? defaultParts() : PARTS.filter((part) => values.only.includes(part));
const startedAt = performance.now();
say(`chaos · ${values.database} · seed ${seed} · ${parts.join(', ')}`);

const postgres = isPostgres ? await startPostgres() : undefined;
const pool = createBotPool(Number(values['at-once']));
let passed = 0;
let failed = 0;
try {
  for (const part of parts) {
    say(`\n${part}`);
    const tally = await run(part, {
      seed,
      runs: Number(values.runs),
      atOnce: Number(values['at-once']),
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

function defaultParts(): readonly Part[] {
  return isPostgres ? ['kills', 'freezes', 'postgres'] : ['kills', 'freezes', 'mutants', 'sigterm', 'clock', 'flood'];
}

async function run(part: Part, campaign: Campaign): Promise<Tally> {
  switch (part) {
    case 'kills':
      return killCampaign({ ...campaign, ...readReplay() });
    case 'freezes':
      return freezeCampaign(campaign);
    case 'postgres':
      return postgresFaults(campaign, Number(values.sends));
    case 'mutants':
      return mutantCampaign({ ...campaign, mutants: MUTANTS.filter((name) => values.mutant?.includes(name) ?? true) });
    case 'sigterm':
      return sigtermDrill(campaign, Number(values.restarts));
    case 'clock':
      return clockDrill(campaign);
    case 'flood':
      return flood(campaign);
  }
}

function readReplay(): Pick<Campaign, 'replay'> | object {
  const [pointName, modeName, nth, index] = values.replay?.split(',') ?? [];
  const point = KILL_POINTS.find((one) => one === pointName);
  const mode = MODES.find((one) => one === modeName);
  if (point === undefined || mode === undefined) return {};
  return { replay: { point, mode, nth: Number(nth), index: Number(index) } };
}
