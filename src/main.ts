import { setFlagsFromString } from 'node:v8';
import { createApp } from './app.ts';
import { readConfig } from './config/config.ts';
import { createLogging, terminalOutput } from './logging/logger.ts';

const config = readConfig(process.env);
if (!config.ok) {
  process.stderr.write(`${config.failure}\n`);
  process.exit(1);
}

const { values, callback } = config.value;
const secrets = [values.SLACK_BOT_TOKEN, values.SLACK_SIGNING_SECRET, values.SLACK_APP_TOKEN, values.KALEYRA_API_KEY];
const logging = createLogging({
  level: values.LOG_LEVEL,
  secrets: [...secrets, ...(callback?.secrets ?? [])].filter((secret) => secret !== undefined),
  output: await terminalOutput(process.stdout),
});
const { log } = logging;

/** What nobody caught: said once, scrubbed, and the process ends; the ledger makes the next start right. */
function die(error: unknown): void {
  log.fatal({ err: error }, 'unexpected: the process ends');
  process.exit(1);
}
process.on('uncaughtException', die);
process.on('unhandledRejection', die);
process.on('warning', (warning) => log.warn({ err: warning }, 'warning of the runtime'));

// Heroku's disk is ephemeral: a ledger on it is lost with every restart, and with it the promise never to send twice.
if (process.env['DYNO'] !== undefined && values.DATABASE_URL.startsWith('file:')) {
  log.error({}, 'the ledger is a file on a disk that this platform wipes: set DATABASE_URL to PostgreSQL');
}

const app = await createApp(config.value, logging);
let stopping: Promise<void> | undefined;

function stop(signal: string): void {
  if (stopping !== undefined) return;
  log.info({ signal }, 'stopping');
  stopping = app.stop().then(() => {
    log.info({}, 'stopped');
    process.exit(0);
  }, die);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const port = await app.start();
if (stopping === undefined) log.info({ port, mode: app.mode }, 'ready');
// V8 lets garbage pile up to four times what lives before it looks; 30 MB need no such room. Not before here: a start
// would pay for it. V8 reads this at each collection, so it may change while the process runs.
setFlagsFromString('--heap-growing-percent=30');
