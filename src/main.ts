import { setFlagsFromString } from 'node:v8';
import { createApp } from './app.ts';
import { readConfig } from './config/config.ts';
import { createProgramLogging } from './logging/program-logging.ts';

const config = readConfig(process.env);
if (!config.ok) {
  process.stderr.write(`${config.failure}\n`);
  process.exit(1);
}

const { values, callback } = config.value;
const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, KALEYRA_API_KEY } = values;
const logging = await createProgramLogging({
  level: values.LOG_LEVEL,
  secrets: [SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, KALEYRA_API_KEY, ...(callback?.secrets ?? [])],
  stdout: process.stdout,
});
const { log } = logging;

/** What nobody caught: said once, scrubbed, and the process ends; the ledger makes the next start right. */
function die(error: unknown): void {
  log.fatal({ err: error }, 'unexpected: the process ends');
  process.exit(1);
}
// Node's own warnings go there, and a reader that is gone is no reason to end.
process.stderr.on('error', () => undefined);
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
