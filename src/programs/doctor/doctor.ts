import { type Config, readConfig } from '../../config/config.ts';
import { createProbe } from '../../kaleyra/probe.ts';
import { createBoltLogger } from '../../slack/client/bolt-logger.ts';
import { createPostingClient } from '../../slack/client/posting-client.ts';
import { countOtherConnections } from '../../slack/connection/socket/count-other-connections.ts';
import { readFlags } from '../arguments.ts';
import { endOnUncaughtError } from '../uncaught-error.ts';
import { callbackAddress, checkCallback, checkNoCallback, incomingAddress } from './callback-checks.ts';
import { ASK_TIMEOUT_MS, type Check, conclusionOf, exitCodeOf, type Finding, lineOf, SILENT } from './finding.ts';
import { checkAccount, checkSender } from './kaleyra-checks.ts';
import { checkLedger } from './ledger-check.ts';
import { checkOptOuts } from './opt-outs-check.ts';
import { checkMode, checkPolicy } from './policy-check.ts';
import {
  botConnections,
  checkAppToken,
  checkAuditChannel,
  checkBotToken,
  checkConnections,
  noSigningSecretCheck,
} from './slack-checks.ts';
import { checkTemplates } from './templates-check.ts';
import { checkTexts } from './texts-check.ts';
import { checkVariables } from './variables-check.ts';

endOnUncaughtError('The doctor');

const HELP = `npm run doctor -- [--show-secret]    asks Slack and Kaleyra about the configuration, and says what to fix

  --show-secret  print the two callback addresses with their secret, to paste into Kaleyra's console

Exit code: 0 all is well, 1 something has to be fixed, 2 something could not be found out.
`;

const flags = readFlags(HELP, { 'show-secret': { type: 'boolean', default: false } });

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
process.stdout.write(`${conclusionOf(findings)}\n`);
process.exit(exitCodeOf(findings));

function checksOf(config: Config): readonly Check[] {
  const { values, senders, callback } = config;
  const kaleyra = { ...config.kaleyra, timeoutMs: ASK_TIMEOUT_MS };
  const probe = once(createProbe(kaleyra));
  return [
    checkVariables(values),
    checkLedger(values.DATABASE_URL),
    checkTemplates(values.TEMPLATES_FILE),
    checkTexts(values.TEMPLATES_FILE, kaleyra),
    ...slackChecks(config),
    checkMode(values),
    checkOptOuts(values, kaleyra),
    checkAccount(probe, kaleyra.origin),
    ...senders.map(({ number }) => checkSender(probe, kaleyra, number)),
    ...(callback === undefined
      ? [checkNoCallback]
      : [
          checkCallback(callback),
          callbackAddress(callback, flags['show-secret'] ?? false),
          incomingAddress(callback, flags['show-secret'] ?? false),
        ]),
  ];
}

function slackChecks({ values, slack, policyFile }: Config): readonly Check[] {
  const { apiUrl, appToken, botToken } = slack;
  const logger = createBoltLogger(SILENT);
  const clientFor = (token: string) =>
    createPostingClient({ botToken: token, apiUrl, logger, timeoutMs: ASK_TIMEOUT_MS });
  const socketChecks = (token: string) => [
    checkAppToken(clientFor(token)),
    checkConnections({
      ofBot: () => botConnections(values.PORT),
      bySlack: () => countOtherConnections({ appToken: token, apiUrl, logger }),
    }),
  ];
  const { AUDIT_CHANNEL } = values;
  return [
    checkBotToken(clientFor(botToken)),
    checkPolicy(policyFile, clientFor(botToken)),
    ...(AUDIT_CHANNEL === undefined ? [] : [checkAuditChannel(clientFor(botToken), AUDIT_CHANNEL)]),
    ...(appToken === undefined ? [noSigningSecretCheck] : socketChecks(appToken)),
  ];
}

/** Asks the first time only. */
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
