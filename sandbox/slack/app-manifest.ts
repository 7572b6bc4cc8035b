import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Shortcut } from '../protocol.ts';
import type { AppCommand } from './interactions/composer.ts';

/** What the local Slack takes from the app's manifest, as Slack does when the app is installed. */
export interface AppManifest {
  readonly botName: string;
  readonly commands: readonly AppCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly hasHome: boolean;
  readonly scopes: readonly string[];
}

const Manifest = z.looseObject({
  features: z.looseObject({
    app_home: z.looseObject({ home_tab_enabled: z.boolean().default(false) }).optional(),
    bot_user: z.looseObject({ display_name: z.string() }),
    shortcuts: z
      .array(z.looseObject({ name: z.string(), type: z.enum(['global', 'message']), callback_id: z.string() }))
      .default([]),
    slash_commands: z.array(
      z.looseObject({
        command: z.string(),
        description: z.string(),
        usage_hint: z.string().default(''),
        should_escape: z.boolean().default(false),
      }),
    ),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
});

/** Throws when the file is absent or no manifest. */
export async function readAppManifest(path: string): Promise<AppManifest> {
  const { features, oauth_config: oauth } = Manifest.parse(parse(await readFile(path, 'utf8')));
  return {
    botName: features.bot_user.display_name,
    commands: features.slash_commands.map((one) => ({
      command: one.command,
      description: one.description,
      usageHint: one.usage_hint,
      shouldEscape: one.should_escape,
    })),
    shortcuts: features.shortcuts.map(({ name, type, callback_id: callbackId }) => ({ name, type, callbackId })),
    hasHome: features.app_home?.home_tab_enabled ?? false,
    scopes: oauth.scopes.bot,
  };
}
