import { type Config, readConfig } from '../config/config.ts';
import { openFileCatalogue } from '../files/file-catalogue.ts';
import type { Log } from '../flow/ports/ports.ts';
import { createProbe } from '../kaleyra/probe.ts';
import { createBoltLogger } from '../slack/client/bolt-logger.ts';
import { createPostingClient } from '../slack/client/clients.ts';
import { openStore } from '../store/open-store.ts';
import {
  type Check,
  checkAccount,
  checkAppToken,
  checkBotToken,
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
  const { SLACK_API_URL: apiUrl, SLACK_APP_TOKEN: appToken } = values;
  const logger = createBoltLogger(SILENT);
  const clientFor = (botToken: string) => createPostingClient({ botToken, apiUrl, logger, timeoutMs: ASK_TIMEOUT_MS });
  return [
    async () => ({ isWell: true, says: 'Every variable has a value that can be used.' }),
    () => checkLedger(values),
    () => checkTemplates(values.TEMPLATES_FILE),
    checkBotToken(clientFor(values.SLACK_BOT_TOKEN)),
    ...(appToken === undefined ? [] : [checkAppToken(clientFor(appToken))]),
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
