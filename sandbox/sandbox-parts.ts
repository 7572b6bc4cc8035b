import type { Bots } from './bot/bots.ts';
import type { Credentials } from './bot/environment.ts';
import type { FaultId } from './fault-catalogue.ts';
import type { Faults } from './faults.ts';
import type { LocalKaleyra } from './kaleyra/local-kaleyra.ts';
import { createPhoneActions } from './kaleyra/phone-actions.ts';
import { announceStatus, type TemplateRegister } from './kaleyra/template-register.ts';
import type { SandboxState } from './protocol.ts';
import type { AppIdentity } from './slack/app-identity.ts';
import type { AppManifest } from './slack/app-manifest.ts';
import type { LocalSlack } from './slack/local-slack.ts';
import type { Actions } from './web/sandbox-routes.ts';

interface Parts {
  readonly slack: LocalSlack;
  readonly kaleyra: LocalKaleyra & { readonly register: TemplateRegister };
  readonly faults: Faults<FaultId>;
  readonly bots: Bots;
}

const WORKSPACE = 'Acme Travel';

export function identityOf(manifest: AppManifest, { botToken, appToken, signingSecret }: Credentials): AppIdentity {
  return {
    teamId: 'T0ACMETRVL',
    teamDomain: 'acme-travel',
    teamName: WORKSPACE,
    appId: 'A0WHATSAPP',
    botId: 'B0WHATSAPP',
    botUserId: 'U0WHATSAPP',
    botName: manifest.botName,
    botToken,
    appToken,
    signingSecret,
    scopes: [...manifest.scopes, 'users:read'],
  };
}

/** All that the page shows. */
export function stateOf(manifest: AppManifest, { slack, kaleyra, faults, bots }: Parts): SandboxState {
  return {
    workspace: WORKSPACE,
    botName: manifest.botName,
    members: slack.workspace.members,
    channels: slack.workspace.channels(),
    commands: manifest.commands.map(({ command, description, usageHint }) => ({ command, description, usageHint })),
    shortcuts: manifest.shortcuts,
    hasHome: manifest.hasHome,
    homes: slack.home.list(),
    messages: slack.workspace.messages(),
    stacks: slack.stacks.list(),
    phones: kaleyra.phones.list(),
    exchanges: kaleyra.exchanges.list(),
    callbacks: kaleyra.reports.list(),
    faults: faults.list(),
    bots: bots.list(),
    templates: kaleyra.register.statuses(),
  };
}

/** What the page may ask for, by its name. */
export function actionsOf({
  slack,
  kaleyra,
  faults,
  bots,
  reportsUrl,
}: Parts & {
  readonly kaleyra: { readonly register: TemplateRegister };
  /** Where Kaleyra's callbacks go. */
  readonly reportsUrl: () => string | undefined;
}): Actions {
  return {
    type: slack.type,
    action: slack.action,
    options: slack.options,
    submit: slack.submit,
    close: slack.close,
    shortcut: slack.shortcut,
    home: slack.home.open,
    phone: createPhoneActions(kaleyra.phones, kaleyra.carrier),
    template: async (news) => {
      const { name, language, status, isAnnounced } = news;
      if (!kaleyra.register.setStatus(name, language, status))
        return { problem: `There is no template ${name} in ${language}.` };
      const url = reportsUrl();
      if (isAnnounced && url !== undefined) await announceStatus(url, news);
      return {};
    },
    fault: async ({ id, isOn, once = false }) =>
      faults.set(id, isOn, once) ? {} : { problem: `There is no fault ${id}.` },
    bot: bots.control,
  };
}

/** Where Kaleyra calls, as the bots of the sandbox are configured. */
export function reportsUrlOf({ callbackSecret }: Credentials, bots: Bots): string | undefined {
  const origin = bots.origin();
  return origin === undefined ? undefined : `${origin}/kaleyra/status/${callbackSecret}`;
}

/** Where the local Slack calls: the bot that was named, or one of its own. */
export function eventsUrl(given: string | undefined, bots: Bots): string | undefined {
  const origin = bots.origin();
  return given ?? (origin === undefined ? undefined : `${origin}/slack/events`);
}
