import type { WebClient } from '@slack/web-api';
import { readConfig } from '../config/config.ts';
import { formatCount, formatNoun, formatPeople } from '../core/format.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Policy } from '../core/rules/policy/policy.ts';
import { keepsQuietHours, type RuledTemplate } from '../core/rules/policy/template-kind.ts';
import { clockTime } from '../core/rules/quiet-hours.ts';
import { mergeTemplates } from '../core/template/merge.ts';
import { openFileCatalogue } from '../files/templates/file-catalogue.ts';
import type { NamePeople } from '../flow/ports/rules.ts';
import { createAskRules } from '../flow/rules/ask-rules.ts';
import { createAskUser, createNamePeople } from '../slack/access/people.ts';
import { createRoles } from '../slack/access/roles.ts';
import { createBoltLogger } from '../slack/client/bolt-logger.ts';
import { createPostingClient } from '../slack/client/posting-client.ts';
import { oneOf, readArguments, refuseArguments, wholeNumber } from './arguments.ts';
import { SILENT } from './doctor/finding.ts';
import { readKaleyraList } from './kaleyra-list.ts';
import { noPolicySentence, readPolicyFile } from './read-policy-file.ts';
import { findChannel, findPerson } from './slack-names.ts';
import { endOnUncaughtError } from './uncaught-error.ts';

endOnUncaughtError('The policy program');

const HELP = `npm run policy -- check                                          reads the policy, and says what to fix with line and field
npm run policy -- explain USER TEMPLATE CHANNEL RECIPIENTS    says what would happen to such a send, and by which rule

  USER           a member ID (U…), a role of the policy, or a name, for which Slack is asked
  CHANNEL        its ID (C…), or a name, for which Slack is asked
  RECIPIENTS     how many people
  --file PATH    the policy (POLICY_FILE, or policy.yml)

Without SLACK_BOT_TOKEN Slack is not asked: user groups then count as empty.
Exit code: 0 done, 1 something has to be fixed.
`;

const MAX_RECIPIENTS = 100_000;
const USER_ID = /^<?@?([UW][A-Z0-9]{2,31})(\|[^>]*)?>?$/;
const CHANNEL_ID = /^<?#?([CGD][A-Z0-9]{2,31})(\|[^>]*)?>?$/;

const { values, positionals } = readArguments(HELP, { file: { type: 'string' } });
const named = values.file ?? process.env['POLICY_FILE'];
const [path, isNamed] = [named ?? 'policy.yml', named !== undefined];
const [command = '', ...words] = positionals;
if (command === '') refuseArguments('Say what to do: check, or explain and a send', HELP);
const kind = oneOf('npm run policy', command, ['check', 'explain'], HELP);
if (kind === 'check' && words.length > 0) refuseArguments(`check takes no more words, not “${words.join(' ')}”`, HELP);
if (kind === 'explain' && words.length !== 4)
  refuseArguments('explain takes a user, a template, a channel and a number of recipients', HELP);
process.exitCode = kind === 'check' ? await check() : await explain(words);

async function check(): Promise<number> {
  const policy = await readPolicyFile({ path, isNamed });
  if (!policy.ok) return sayAll(policy.failure);
  if (policy.value === undefined) return say(noPolicySentence(path));
  const { hash, roles, rules } = policy.value;
  return say(`✓ ${path}: ${formatNoun(rules.length, 'rule')}, ${formatNoun(roles.size, 'role')} (${hash}).`);
}

/** @returns 1 when it could not be said what would happen */
async function explain([who = '', template = '', place = '', count = '']: readonly string[]): Promise<number> {
  const recipients = wholeNumber('RECIPIENTS', count, HELP, { min: 1, max: MAX_RECIPIENTS });
  const policy = await readPolicyFile({ path, isNamed });
  if (!policy.ok) return sayAll(policy.failure);
  if (policy.value === undefined) return say(noPolicySentence(path));
  const client = slackClient();
  const person = await personOf(policy.value, who, client);
  const channel = await channelOf(place, client);
  if (!person.ok) return say(`✕ ${person.failure}.`, 1);
  if (!channel.ok) return say(`✕ ${channel.failure}.`, 1);
  const found = await templateOf(template);
  await sayVerdict(person.value, { template: found, channelId: channel.value, recipients }, client);
  sayRest(person.value.policy, found);
  return 0;
}

interface Asker {
  readonly policy: Policy;
  readonly actorId: string;
}

async function sayVerdict(
  { policy, actorId }: Asker,
  send: { readonly template: RuledTemplate; readonly channelId: string; readonly recipients: number },
  client: WebClient | undefined,
): Promise<void> {
  const ruleBook = { current: () => policy };
  const askUser = createAskUser((user) => client?.users.info({ user }) ?? Promise.resolve({ ok: false }));
  const roles = createRoles({
    ruleBook,
    askGroup: (usergroup) => client?.usergroups.users.list({ usergroup }) ?? Promise.resolve({ ok: true, users: [] }),
    isGuest: async () => false,
    log: SILENT,
  });
  const groups = [...policy.roles.values()].flatMap(({ userGroups }) => userGroups);
  if (client === undefined && groups.length > 0)
    say(`? Slack was not asked who is in ${groups.join(', ')}: SLACK_BOT_TOKEN is not set. They count as empty.`);
  const own = await roles.rolesOf(actorId);
  if (own !== undefined && USER_ID.test(actorId))
    say(`${actorId} has ${own.size === 0 ? 'no role' : `the role ${[...own].join(' and ')}`}.`);
  const { template, recipients, channelId } = send;
  say(`${template.name} to ${formatPeople(recipients)} from ${channelId}, by ${actorId}:`);
  const namePeople: NamePeople =
    client === undefined ? async (ids) => new Map(ids.map((id) => [id, id])) : createNamePeople(askUser);
  const ask = createAskRules({ ruleBook, roles, namePeople, now: () => new Date() });
  const answer = await ask({ actorId, ...send });
  if (answer.kind === 'refused') say(`✕ It is not sent. ${answer.sentence}`);
  else if (answer.sentences.length === 0) say('✓ It leaves at once: no rule asks for an approval.');
  else for (const sentence of answer.sentences) say(`– ${sentence}`);
}

/** What else holds for such a send, whoever sends it. */
function sayRest(policy: Policy, template: RuledTemplate): void {
  if (template.category === undefined)
    say(`? ${template.name} is in no catalogue that was read, so it counts as every category.`);
  const { quietHours, quotas } = policy;
  if (quietHours !== undefined && keepsQuietHours(policy, template))
    say(
      `– It waits from ${clockTime(quietHours.from)} to ${clockTime(quietHours.until)} by the clock of the recipient.`,
    );
  const limits = Object.entries(quotas).map(([quota, limit]) => `${quota} ${formatCount(limit)}`);
  if (limits.length > 0) say(`– Quotas a day: ${limits.join(', ')}.`);
}

/** Someone who has a role stands for everybody who has it. */
async function personOf(policy: Policy, who: string, client: WebClient | undefined): Promise<Result<Asker, string>> {
  const id = USER_ID.exec(who)?.[1];
  if (id !== undefined) return ok({ policy, actorId: id });
  const role = who.replace(/^@/, '');
  if (policy.roles.has(role)) return ok(standIn(policy, role));
  if (client === undefined)
    return fail(
      `${who} is no member ID (U…) and no role of ${path}, and Slack was not asked: SLACK_BOT_TOKEN is not set`,
    );
  const found = await findPerson(client, who);
  return found.ok ? ok({ policy, actorId: found.value }) : found;
}

function standIn(policy: Policy, role: string): Asker {
  const actorId = `a person with the role ${role}`;
  const members = policy.roles.get(role) ?? { users: [], userGroups: [] };
  const roles = new Map(policy.roles).set(role, { ...members, users: [...members.users, actorId] });
  return { policy: { ...policy, roles }, actorId };
}

async function channelOf(place: string, client: WebClient | undefined): Promise<Result<string, string>> {
  const id = CHANNEL_ID.exec(place)?.[1];
  if (id !== undefined) return ok(id);
  if (client === undefined)
    return fail(`${place} is no channel ID (C…), and Slack was not asked: SLACK_BOT_TOKEN is not set`);
  return findChannel(client, place);
}

/** With its category, from the templates file or from Kaleyra's list. */
async function templateOf(name: string): Promise<RuledTemplate> {
  const catalogue = await openFileCatalogue({ path: process.env['TEMPLATES_FILE'] ?? 'templates.yml', log: SILENT });
  catalogue.close();
  const own = catalogue.templates();
  const config = readConfig(process.env);
  const listed = config.ok ? await readKaleyraList(config.value.kaleyra) : fail('not configured');
  const all = listed.ok ? mergeTemplates(own, listed.value) : own;
  return { name, category: all.find((template) => template.name === name)?.category };
}

function slackClient(): WebClient | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl = 'https://slack.com/api/' } = process.env;
  if (!botToken?.startsWith('xoxb-')) return undefined;
  return createPostingClient({ botToken, apiUrl, logger: createBoltLogger(SILENT) });
}

function sayAll(problems: readonly string[]): number {
  for (const problem of problems) say(`✕ ${problem}`);
  return 1;
}

function say(line: string, exitCode = 0): number {
  process.stdout.write(`${line}\n`);
  return exitCode;
}
