import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MANIFEST, type Manifest, OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../manifest/manifest.ts';
import { renderManifest } from '../../manifest/render.ts';
import { createListeners } from '../../src/slack/listeners/register.ts';
import { NO_FILES } from '../support/lists.ts';
import { memoryLog } from '../support/slack.ts';
import { slackNeeds } from '../support/slack-needs.ts';

const manifest: Manifest = MANIFEST;
const listeners = createListeners({
  ...slackNeeds().needs,
  files: NO_FILES,
  isGuest: async () => false,
  log: memoryLog(),
});

describe('slack-manifest.yml', () => {
  it('is what manifest/manifest.ts says', () => {
    const file = readFileSync('slack-manifest.yml', 'utf8');

    expect(file).toBe(renderManifest());
    expect(parse(file)).toEqual(MANIFEST);
  });

  it('gives each scope its reason', () => {
    for (const [scope, reason] of Object.entries({ ...REQUIRED_SCOPES, ...OPTIONAL_SCOPES })) {
      expect(renderManifest()).toContain(`- ${scope} # ${reason}`);
    }
  });

  it('is checked by its command', () => {
    const check = spawnSync(process.execPath, ['manifest/write.ts', '--check'], { encoding: 'utf8' });

    expect([check.status, check.stderr]).toEqual([0, '']);
  });
});

describe('the manifest and the registered listeners', () => {
  it('know the same commands', () => {
    const announced = manifest.features?.slash_commands?.map(({ command }) => command) ?? [];

    expect(announced.sort()).toEqual(Object.keys(listeners.commands).sort());
  });

  it('agree on interactivity', () => {
    const { interactivity } = manifest.settings ?? {};
    const isAnswered = Object.keys({ ...listeners.actions, ...listeners.views }).length > 0;

    expect(interactivity?.is_enabled ?? false).toBe(isAnswered);
    expect(interactivity?.request_url !== undefined).toBe(isAnswered);
  });

  it('agree on who loads options', () => {
    expect(manifest.settings?.interactivity?.message_menu_options_url !== undefined).toBe(
      Object.keys(listeners.options).length > 0,
    );
  });

  it('announce no entry point that nobody answers', () => {
    expect(manifest.features?.shortcuts ?? []).toEqual([]);
    expect(manifest.settings?.event_subscriptions?.bot_events ?? []).toEqual([]);
    expect(manifest.functions ?? {}).toEqual({});
    expect(manifest.features?.app_home?.home_tab_enabled).toBe(false);
  });

  it('ask for these scopes and no more', () => {
    expect(manifest.oauth_config?.scopes).toEqual({
      bot: ['commands', 'chat:write'],
      bot_optional: [
        'chat:write.public',
        'channels:read',
        'groups:read',
        'files:read',
        'files:write',
        'usergroups:read',
        'users:read',
      ],
    });
  });
});

describe('a limit that Slack sets for manifests', () => {
  const { display_information: display, features = {}, oauth_config: oauth = {}, settings = {} } = manifest;
  const commands = features.slash_commands ?? [];
  const texts: [string, string | undefined, number, number][] = [
    ['name', display.name, 1, 35],
    ['description', display.description, 1, 140],
    ['long description', display.long_description, 175, 4000],
    ['bot name', features.bot_user?.display_name, 1, 80],
    ['request URL', settings.interactivity?.request_url, 1, 3500],
    ['options URL', settings.interactivity?.message_menu_options_url, 1, 3500],
    ...commands.flatMap(({ command, description, url, usage_hint }): typeof texts => [
      ['command', command, 2, 32],
      [`${command}'s description`, description, 1, 2000],
      [`${command}'s hint`, usage_hint, 1, 1000],
      [`${command}'s URL`, url, 1, 3000],
    ]),
  ];

  it.each(texts)('is kept by the %s', (_, text, least, most) => {
    expect(text?.length).toBeGreaterThanOrEqual(least);
    expect(text?.length).toBeLessThanOrEqual(most);
  });

  it('is kept by what Slack counts or spells in its own way', () => {
    expect(commands.length).toBeLessThanOrEqual(50);
    expect(commands.every(({ command }) => command.startsWith('/'))).toBe(true);
    expect(features.bot_user?.display_name).toMatch(/^[a-z0-9._-]+$/);
    expect(display.background_color).toMatch(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/);
    expect((oauth.redirect_urls ?? []).length).toBeLessThanOrEqual(1000);
    expect((oauth.scopes?.bot ?? []).length).toBeLessThanOrEqual(255);
    expect((features.unfurl_domains ?? []).length).toBeLessThanOrEqual(5);
  });
});
