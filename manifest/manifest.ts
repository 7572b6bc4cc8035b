import type { AppsManifestValidateArguments } from '@slack/web-api';
import { EVENTS_PATH, SEND_COMMAND } from '../src/slack/ids.ts';

export type Manifest = Exclude<AppsManifestValidateArguments['manifest'], string>;
type Scopes = NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>;
type BotScope = NonNullable<Scopes['bot']>[number];
type Reasons = Readonly<Partial<Record<BotScope, string>>>;

const EVENTS_URL = `https://example.com${EVENTS_PATH}`;

/** The least that the app works with, each scope with its reason. */
export const REQUIRED_SCOPES = {
  commands: `${SEND_COMMAND} in every channel`,
  'chat:write': 'the card of a message: posted once, then edited as reports come in',
} as const satisfies Reasons;

/** What an installer may decline: the app works without, with one step more for the person. */
export const OPTIONAL_SCOPES = {
  'chat:write.public': 'the card in public channels that the app was not invited to',
  'channels:read': 'whether I can post in a public channel, told before you send',
  'groups:read': 'the same for a private channel that the app was invited to',
  'files:read': 'a CSV file as a list; without it, rows are pasted',
  'files:write': 'results and problems of a list as a file, to the person who asks and nobody else',
  'usergroups:read': 'who is in a user group that the policy gives a role',
  'users:read': 'who is a guest: guests see only their own sends; and your time zone, for “yesterday”',
} as const satisfies Reasons;

/** The Slack app. `slack-manifest.yml` is written from it. */
export const MANIFEST = {
  _metadata: { major_version: 1, minor_version: 1 },
  display_information: {
    name: 'WhatsApp Send',
    description: 'Send approved WhatsApp templates from Slack, and see in the channel what became of them.',
    long_description: [
      `Type ${SEND_COMMAND}, choose an approved template, fill in its values and paste the recipients.`,
      'The message is shown exactly as it will arrive before anything leaves.',
      'Then one card in the channel shows who sent what, each message ID, and what became of every message:',
      'accepted, sent, delivered, read, or failed with the reason and what to do about it.',
    ].join(' '),
    background_color: '#0b6b3a',
  },
  features: {
    // Where a card goes when the app cannot post in the channel: a direct message needs the Messages tab.
    app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
    bot_user: { display_name: 'whatsapp-send', always_online: true },
    slash_commands: [
      {
        command: SEND_COMMAND,
        url: EVENTS_URL,
        description: 'Send a WhatsApp template message',
        usage_hint: '[template] [numbers…], list, groups, status 3210, recent failed, optout +91… or help',
        // Names and channels arrive by ID, so that what is read is what Slack meant.
        should_escape: true,
      },
    ],
  },
  oauth_config: {
    scopes: { bot: keysOf(REQUIRED_SCOPES), bot_optional: keysOf(OPTIONAL_SCOPES) },
  },
  settings: {
    interactivity: {
      is_enabled: true,
      request_url: EVENTS_URL,
      // The type-ahead of the template picker; without it the list stays empty over HTTP.
      message_menu_options_url: EVENTS_URL,
    },
    org_deploy_enabled: false,
    // Needs no public address. Over HTTP: false, and the address of the bot in place of example.com.
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
} as const satisfies Manifest;

function keysOf<Key extends BotScope>(reasons: Readonly<Partial<Record<Key, string>>>): Key[] {
  return Object.keys(reasons) as Key[];
}
