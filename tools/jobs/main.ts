import type { Browser } from 'playwright-core';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { errorMessage } from '../../src/core/error-message.ts';
import { oneOf, readFlags } from '../../src/programs/arguments.ts';
import { endOnUncaughtError } from '../../src/programs/uncaught-error.ts';
import { launchBrowser, openPage } from '../../test/support/browser.ts';
import { say, table } from '../chaos/table.ts';
import { booking } from './booking.ts';
import { firstMessage, playFirstMessage } from './first-message.ts';
import { goalText, type Job, missed, type Outcome, type Task } from './job.ts';
import { localNumbers } from './local-numbers.ts';
import { unknowns } from './unknowns.ts';
import { createUser, type Effort } from './user.ts';
import { wasItRead } from './was-it-read.ts';

endOnUncaughtError('The run of jobs');

const JOBS: readonly Job[] = [booking, wasItRead, localNumbers, unknowns];
const ALL: readonly Task[] = [...JOBS, firstMessage];
const NAMES = ALL.map(({ name }) => name);
const NOTHING: Effort = { keys: 0, clicks: 0, words: 0 };

const HELP = `npm run jobs -- [--only NAME]    plays what people do in a day, in a real browser on the sandbox, and counts what it costs them

${ALL.map(({ name, wish }) => `  ${name.padEnd(16)}${wish}\n`).join('')}
  --only NAME     may be given again
`;

const { only } = readFlags(HELP, { only: { type: 'string', multiple: true, default: [] } });
const wanted = only.map((name) => oneOf('--only', name, NAMES, HELP));
const chosen = ALL.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const browser = await launchBrowser();
const rows: string[][] = [];
const problems: string[] = [];
for (const task of chosen) {
  const outcome = await play(task, browser);
  const { keys, clicks, words, seconds } = outcome;
  rows.push([task.name, task.wish, goalText(task.goal), ...[keys, clicks, words, seconds].map(String)]);
  problems.push(...missed(task, outcome));
}
await browser.close();

say(table(['job', 'what a person wants', 'goal: at most', 'keys', 'clicks', 'words read', 'seconds'], rows));
for (const problem of problems) say(`FAILED  ${problem}`);
const failed = new Set(problems.map((problem) => problem.split(':')[0])).size;
say(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function play(task: Task, browser: Browser): Promise<Outcome> {
  const job = JOBS.find(({ name }) => name === task.name);
  let startedAt = performance.now();
  let effort = () => NOTHING;
  const outcome = (problem?: string): Outcome => ({
    ...effort(),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    problem,
  });
  try {
    if (job === undefined) {
      const cost = await playFirstMessage(browser);
      return { ...outcome(), ...cost };
    }
    await using stage = await stageFor(browser);
    await job.before?.(stage);
    startedAt = performance.now();
    effort = stage.user.effort;
    await job.play(stage);
    return outcome();
  } catch (error) {
    return outcome(errorMessage(error));
  }
}

/** A sandbox and a page of its own for each job. */
async function stageFor(browser: Browser) {
  const sandbox = await createSandbox({ hasRateLimits: false });
  const { page } = await openPage(browser, sandbox.url);
  return {
    sandbox,
    page,
    user: createUser(page),
    async [Symbol.asyncDispose]() {
      await page.close();
      await sandbox.stop();
    },
  };
}
