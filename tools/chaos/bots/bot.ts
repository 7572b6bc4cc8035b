import { writeSync } from 'node:fs';
import { createApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config/config.ts';
import { createKaleyra } from '../../../src/kaleyra/provider.ts';
import { createLogging } from '../../../src/logging/logger.ts';
import { createShowCard } from '../../../src/slack/cards/show-card.ts';
import { createBoltLogger } from '../../../src/slack/client/bolt-logger.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { createSlack } from '../../../src/slack/connection/slack-app.ts';
import { createPostReplies } from '../../../src/slack/replies/post-replies.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createCrash } from '../kills/kill-points.ts';
import { type Mutation, mutate } from '../mutants.ts';
import type { BotOrder, BotReport, BotStart } from './bot-orders.ts';
import { type BrokenEdges, deadlyEdges, watchSockets } from './deadly-edges.ts';
import { hastenPosts, hastenThreads } from './haste.ts';

/** The bot as a process that dies at the kill point that it is given. Everything but its edges is what `src/main.ts` runs. */
// Nothing else writes there, so it is never full: where the harness is slow to read, the log may be.
const crash = createCrash((point) => writeSync(process.stderr.fd, `${JSON.stringify({ killedAt: point })}\n`));
watchSockets(crash);

process.on('message', (order: BotOrder) => {
  if (order.kind === 'arm') crash.arm(order.arm);
  else void start(order);
});
// Ends with the harness.
process.on('disconnect', () => process.exit(1));
tell({ kind: 'warm' });

async function start({ environment, leaseMs, slackTimeoutMs, mutant }: BotStart): Promise<void> {
  // Slack hears in the path which process calls.
  const apiUrl = `${environment['SLACK_API_URL']}p${process.pid}/`;
  const config = readConfig({ ...environment, SLACK_API_URL: apiUrl });
  if (!config.ok) throw new Error(config.failure);
  const { values, callback } = config.value;
  const logging = createLogging({
    level: values.LOG_LEVEL,
    secrets: [values.SLACK_BOT_TOKEN, values.SLACK_SIGNING_SECRET ?? '', values.KALEYRA_API_KEY].concat(
      callback?.secrets ?? [],
    ),
    output: process.stdout,
  });
  const client = createPostingClient({
    botToken: values.SLACK_BOT_TOKEN,
    apiUrl,
    logger: createBoltLogger(logging.log),
    timeoutMs: slackTimeoutMs,
  });
  const impatient: BrokenEdges = {
    async openStore(options) {
      const store = await openStore(options);
      return { ...store, replies: { ...store.replies, threads: hastenThreads(store.replies.threads) } };
    },
    createKaleyra: (options) => createKaleyra({ ...options, waits: { connectMs: 1_000, bodyMs: 500 } }),
    createSlack,
    createPostReplies: hastenPosts((needs) => createPostReplies({ ...needs, client })),
    createShowCard: (needs) => createShowCard({ ...needs, updateEveryMs: 20, client }),
  };
  const mutation: Mutation = mutate(mutant, {
    edges: impatient,
    path: values.DATABASE_URL.replace(/^file:/, ''),
    databaseUrl: values.DATABASE_URL,
    callbackSecret: callback?.secrets[0] ?? '',
  });
  const app = await createApp(config.value, logging, { ...deadlyEdges(mutation.edges, crash), leaseMs });

  let isStopping = false;
  process.on('SIGTERM', () => {
    if (mutation.onSigterm !== undefined) return mutation.onSigterm();
    if (isStopping) return;
    isStopping = true;
    void app.stop().then(() => process.exit(0));
  });
  tell({ kind: 'ready', port: await app.start() });
}

function tell(report: BotReport): void {
  process.send?.(report);
}
