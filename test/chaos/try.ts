import { createBotPool } from './bot-process.ts';
import { killRun } from './kill-run.ts';

const pool = createBotPool(2);
for (const [point, mode] of [
  ['post.bytes-left', 'ok'],
  ['settle.before', 'mix'],
  ['claim-card.after', 'ok'],
] as const) {
  const r = await killRun({ seed: `t-${point}`, point, nth: 1, mode, isTerminated: true }, pool);
  process.stdout.write(`${JSON.stringify(r)}\n`);
}
pool.close();
