import { type Config, readConfig } from '../../config/config.ts';
import { createProbe } from '../../kaleyra/probe.ts';
import { createBoltLogger } from '../../slack/client/bolt-logger.ts';
import { createPostingClient } from '../../slack/client/posting-client.ts';
import { countOtherConnections } from '../../slack/connection/socket/count-other-connections.ts';
import { endOnUncaughtError } from '../uncaught-error.ts';
import {
  ASK_TIMEOUT_MS,
  botConnections,
  type Check,
  checkAccount,
  checkAppToken,
  checkBotToken,
  checkConnections,
  checkLedger,
  checkPublicUrl,
  checkTemplates,
  checkVariables,
  type Finding,
  SILENT,
} from './checks.ts';
import { checkTexts } from './texts-finding.ts';

endOnUncaughtError('The doctor');

const SIGNS = { well: '✓', broken: '✕', unclear: '?' } as const;

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
const broken = findings.filter(({ state }) => state === 'broken').length;
const unclear = findings.filter(({ state }) => state === 'unclear').length;
process.stdout.write(`${conclusion(broken, unclear)}\n`);
process.exit(broken === 0 ? 0 : 1);

function checksOf({ values, slack, kaleyra, callback }: Config): readonly Check[] {
  const { apiUrl, appToken, botToken: ownToken } = slack;
  const logger = createBoltLogger(SILENT);
  const clientFor = (botToken: string) => createPostingClient({ botToken, apiUrl, logger, timeoutMs: ASK_TIMEOUT_MS });
  const socketChecks = (token: string) => [
    checkAppToken(clientFor(token)),
    checkConnections({
      ofBot: () => botConnections(values.PORT),
      bySlack: () => countOtherConnections({ appToken: token, apiUrl, logger }),
    }),
  ];
  return [
    checkVariables(values),
    checkLedger(values.DATABASE_URL),
    checkTemplates(values.TEMPLATES_FILE),
    checkTexts(values.TEMPLATES_FILE, { ...kaleyra, timeoutMs: ASK_TIMEOUT_MS }),
    checkBotToken(clientFor(ownToken)),
    ...(appToken === undefined ? [] : socketChecks(appToken)),
    checkAccount(createProbe({ ...kaleyra, timeoutMs: ASK_TIMEOUT_MS }), kaleyra.origin),
    checkPublicUrl(callback),
  ];
}

function lineOf({ state, says, fix }: Finding): string {
  const line = `${SIGNS[state]} ${says}\n`;
  return fix === undefined ? line : `${line}  ${fix}\n`;
}

function conclusion(broken: number, unclear: number): string {
  if (broken > 0) return broken === 1 ? 'One thing has to be fixed.' : `${broken} things have to be fixed.`;
  return unclear === 0 ? 'All is well.' : 'Nothing is broken; what has a ? could not be found out.';
}
