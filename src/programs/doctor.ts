import { type Config, readConfig } from '../config/config.ts';
import { openFileCatalogue } from '../files/file-catalogue.ts';
import type { Log } from '../flow/ports/log.ts';
import { createProbe } from '../kaleyra/probe.ts';
import { createBoltLogger } from '../slack/client/bolt-logger.ts';
import { createPostingClient } from '../slack/client/clients.ts';
import { countOtherConnections } from '../slack/connection/count-connections.ts';
import { openStore } from '../store/open-store.ts';
import {
  type Check,
  type ConnectionSources,
  checkAccount,
  checkAppToken,
  checkBotToken,
  checkConnections,
  checkPublicUrl,
  type Finding,
} from './doctor-checks.ts';

/** The doctor speaks in findings; what its parts would log is not for the person who asks. */
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
const ASK_TIMEOUT_MS = 5_000;

const config = readConfig(process.env);
if (!config.ok) {
  process.stdout.write(`✕ ${config.failure}\n`);
  process.exit(1);
}

const findings: Finding[] = [];
for (const check of checksOf(config.value)) {
  const finding = await check();
  findings.push(finding);
  process.stdout.write(lineOf(finding));
}
const broken = findings.filter(({ isWell }) => isWell === false).length;
process.stdout.write(`${conclusion(broken, findings.filter(({ isWell }) => isWell === undefined).length)}\n`);
process.exit(broken === 0 ? 0 : 1);

function checksOf({ values, kaleyra, callback }: Config): readonly Check[] {
  const { SLACK_API_URL: apiUrl, SLACK_APP_TOKEN: appToken, PORT: port } = values;
  const logger = createBoltLogger(SILENT);
  const clientFor = (botToken: string) => createPostingClient({ botToken, apiUrl, logger, timeoutMs: ASK_TIMEOUT_MS });
  const socketChecks = (token: string) => [
    checkAppToken(clientFor(token)),
    checkConnections({
      ofBot: () => connectionsOfBot(port),
      bySlack: () => countOtherConnections({ appToken: token, apiUrl, logger }),
    }),
  ];
  return [
    async () => ({ isWell: true, says: 'Every variable has a value that can be used.' }),
    () => checkLedger(values),
    () => checkTemplates(values.TEMPLATES_FILE),
    checkBotToken(clientFor(values.SLACK_BOT_TOKEN)),
    ...(appToken === undefined ? [] : socketChecks(appToken)),
    checkAccount(createProbe({ ...kaleyra, timeoutMs: ASK_TIMEOUT_MS }), kaleyra.origin),
    checkPublicUrl(callback),
  ];
}

async function checkLedger({ DATABASE_URL: url }: Config['values']): Promise<Finding> {
  try {
    const store = await openStore({ url, messagesPerSecond: 1, leaseMs: 1_000, log: SILENT });
    await store.ledger.ping();
    await store.close();
    return { isWell: true, says: `The ledger answers (${url.startsWith('file:') ? 'SQLite' : 'PostgreSQL'}).` };
  } catch {
    return {
      isWell: false,
      says: 'The ledger does not answer.',
      fix: 'Check DATABASE_URL, and that the bot may write there.',
    };
  }
}

/** Reads what a bot on this machine tells in its metrics. */
async function connectionsOfBot(port: number): ReturnType<ConnectionSources['ofBot']> {
  const text = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).then(
    (answer) => answer.text(),
    () => '',
  );
  const read = (by: string) => {
    const found = new RegExp(`^whatsapp_send_slack_connections\\{counted_by="${by}"\\} (\\d+)$`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const opened = read('bot');
  return opened === undefined ? undefined : { opened, counted: read('slack') };
}

async function checkTemplates(path: string): Promise<Finding> {
  const catalogue = await openFileCatalogue({ path, log: SILENT });
  const count = catalogue.templates().length;
  const [problem] = catalogue.problems();
  catalogue.close();
  if (problem === undefined) return { isWell: true, says: `${path} holds ${count} templates.` };
  return { isWell: false, says: `${path} holds ${count} templates that can be read.`, fix: String(problem.sentence) };
}

function lineOf({ isWell, says, fix }: Finding): string {
  const sign = isWell === undefined ? '?' : { true: '✓', false: '✕' }[`${isWell}`];
  return fix === undefined ? `${sign} ${says}\n` : `${sign} ${says}\n  ${fix}\n`;
}

function conclusion(broken: number, open: number): string {
  if (broken > 0) return broken === 1 ? 'One thing has to be fixed.' : `${broken} things have to be fixed.`;
  return open === 0 ? 'All is well.' : 'Nothing is broken; what has a ? could not be told.';
}
