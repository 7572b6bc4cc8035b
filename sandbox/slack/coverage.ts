/** What the local Slack does of what Slack does. A test holds it to the truth in both directions. */

export interface Coverage {
  readonly state: 'supported' | 'partial' | 'absent';
  readonly note: string;
}

const supported = (note = ''): Coverage => ({ state: 'supported', note });
const partial = (note: string): Coverage => ({ state: 'partial', note });
const absent = (note = ''): Coverage => ({ state: 'absent', note });

/** By method; `family.*` for all of a family that is not named otherwise. */
export const METHOD_COVERAGE: Readonly<Record<string, Coverage>> = {
  'apps.connections.open': supported('app token only; addresses are good for one connection within 30 s'),
  'auth.test': supported(),
  'blocks.validate': supported('needs no token'),
  'chat.delete': supported(),
  'chat.getPermalink': supported('the address leads nowhere'),
  'chat.postEphemeral': supported(),
  'chat.postMessage': partial('text, blocks, threads and metadata; no attachments, unfurling or broadcast replies'),
  'chat.update': partial('as chat.postMessage; the edit window never closes'),
  'conversations.info': supported('with the fields that tell whether one may post'),
  'conversations.list': partial('one page, no filters'),
  'conversations.members': partial('one page'),
  'conversations.open': partial('direct messages with one person'),
  'files.completeUploadExternal': partial('shared at once; one conversation'),
  'files.getUploadURLExternal': supported(),
  'files.info': partial('what a download needs'),
  'functions.completeError': supported(),
  'functions.completeSuccess': partial('outputs are kept as they are, not checked against the manifest'),
  'usergroups.users.list': supported(),
  'users.info': supported(),
  'views.open': supported('trigger IDs live 3 s and work once'),
  'views.publish': supported(),
  'views.push': supported('three views at most'),
  'views.update': supported('by view_id or external_id, with hash'),
  'admin.*': absent('organisations'),
  'agents.*': absent(),
  'api.test': absent(),
  'apps.*': absent('the app is installed from slack-manifest.yml'),
  'assistant.*': absent(),
  'auth.*': absent(),
  'blocks.*': absent(),
  'bookmarks.*': absent(),
  'bots.*': absent(),
  'calls.*': absent(),
  'canvases.*': absent(),
  'chat.*': absent('no scheduled, streamed or "me" messages'),
  'conversations.*': absent('channels are those of the workspace; no one joins, leaves or renames'),
  'dialog.*': absent('superseded by views'),
  'dnd.*': absent(),
  'emoji.*': absent(),
  'entity.*': absent(),
  'files.*': absent(),
  'functions.*': absent(),
  'migration.*': absent(),
  'oauth.*': absent('one workspace, installed before it begins'),
  'openid.*': absent(),
  'pins.*': absent(),
  'reactions.*': absent(),
  'reminders.*': absent(),
  'rtm.*': absent('superseded by Socket Mode'),
  'search.*': absent(),
  'slackLists.*': absent(),
  'stars.*': absent(),
  'team.*': absent(),
  'tooling.*': absent(),
  'usergroups.*': absent('groups are those of the workspace'),
  'users.*': absent(),
  'views.*': absent(),
  'workflows.*': absent(),
};

/** By block type. */
export const BLOCK_COVERAGE: Readonly<Record<string, Coverage>> = {
  actions: supported(),
  alert: supported('in modals'),
  card: supported(),
  container: supported('in messages and Home'),
  context: supported(),
  data_table: supported('in messages and Home'),
  divider: supported(),
  header: supported(),
  image: partial('a placeholder with its words: nothing is fetched from elsewhere'),
  input: supported(),
  markdown: supported('in messages and Home'),
  rich_text: supported(),
  section: supported(),
  table: supported('in messages and Home'),
  call: absent(),
  context_actions: absent(),
  data_visualization: absent(),
  file: absent(),
  plan: absent(),
  task_card: absent(),
  video: absent(),
};

/** The entry for a method: its own, or its family's. */
export function coverageOf(method: string): Coverage | undefined {
  return METHOD_COVERAGE[method] ?? METHOD_COVERAGE[`${method.split('.')[0]}.*`];
}

/** Both ledgers as Markdown. */
export function coverageTables(): string {
  return [table('Web API method', METHOD_COVERAGE), table('Block', BLOCK_COVERAGE)].join('\n\n');
}

function table(title: string, ledger: Readonly<Record<string, Coverage>>): string {
  const rows = Object.entries(ledger).map(([name, { state, note }]) => `| \`${name}\` | ${state} | ${note} |`);
  return [`| ${title} | | |`, '|---|---|---|', ...rows].join('\n');
}
