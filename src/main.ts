import { setFlagsFromString } from 'node:v8';
import { createApp } from './app.ts';
import { readConfig } from './config/config.ts';
import { createProgramLogging } from './logging/program-logging.ts';
import { hiddenCallbackUrl } from './programs/callback-address.ts';
import { startProblem } from './programs/start-problem.ts';

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

/** Logs what nothing caught, and ends the process. The ledger is right at the next start, whatever was under way. */
function die(error: unknown): void {
  log.fatal({ err: error }, 'unexpected: the process ends');
  process.exit(1);
}
// Node's own warnings go there, and a reader that is gone is no reason to end.
process.stderr.on('error', () => undefined);
process.on('uncaughtException', die);
process.on('unhandledRejection', die);
process.on('warning', (warning) => log.warn({ err: warning }, 'warning of the runtime'));

// Heroku wipes the disk at every restart; without its ledger the bot cannot promise to send nothing twice.
if (process.env['DYNO'] !== undefined && values.DATABASE_URL.startsWith('file:')) {
  log.error({}, 'the ledger is a file on a disk that this platform wipes: set DATABASE_URL to PostgreSQL');
}

/** Logs in a sentence why the bot does not start, and ends the process; LOG_LEVEL=debug shows where it broke. */
function refuse(error: unknown): never {
  log.debug({ err: error }, 'start failed');
  log.fatal({ problem: startProblem(error, values) }, 'cannot start');
  process.exit(1);
}

const app = await createApp(config.value, logging).catch(refuse);
let stopping: Promise<void> | undefined;

function stop(signal: string): void {
  if (stopping !== undefined) return;
  log.info({ signal }, 'stopping');
  stopping = app.stop().then(() => {
    log.info({}, 'stopped');
    process.exit(0);
  }, die);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);

const port = await app.start().catch(refuse);
// Kaleyra reports only to an address that its console allows.
const allowAtKaleyra = callback && hiddenCallbackUrl(callback);
if (stopping === undefined) log.info({ port, mode: app.mode, allowAtKaleyra }, 'ready');
// V8 lets the heap grow to four times what is in use before it collects; a bot that uses 30 MB can do with less. Set after
// the start, which it would slow down. V8 reads it at each collection.
setFlagsFromString('--heap-growing-percent=30');
