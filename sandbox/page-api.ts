import type { PolicySwitch } from './bot/policy-switch.ts';
import type { FaultId } from './faults/fault-catalogue.ts';
import type { Faults } from './faults/faults.ts';
import type { LocalKaleyra } from './kaleyra/local-kaleyra.ts';
import { createPhoneActions } from './kaleyra/phone-actions.ts';
import { announceStatus, type TemplateRegister } from './kaleyra/template-register.ts';
import type { SandboxState } from './protocol.ts';
import type { SandboxBots } from './sandbox-bots.ts';
import { BUSINESS_NAME } from './seed-data.ts';
import type { AppManifest } from './slack/app-manifest.ts';
import type { LocalSlack } from './slack/local-slack.ts';
import type { Actions } from './web/sandbox-routes.ts';

interface Parts {
  readonly slack: LocalSlack;
  readonly kaleyra: LocalKaleyra & { readonly register: TemplateRegister };
  readonly faults: Faults<FaultId>;
  readonly bots: SandboxBots;
}

/** All that the page shows. */
export function stateOf(manifest: AppManifest, { slack, kaleyra, faults, bots }: Parts): SandboxState {
  return {
    workspace: BUSINESS_NAME,
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
  policy,
  reportsUrl,
}: Parts & {
  readonly policy: PolicySwitch;
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
    upload: slack.upload,
    shortcut: slack.shortcut,
    home: slack.home.open,
    phone: createPhoneActions(kaleyra.phones, kaleyra.carrier, kaleyra.answers),
    template: async (news) => {
      const { name, language, status, isAnnounced } = news;
      if (!kaleyra.register.setStatus(name, language, status))
        return { problem: `There is no template ${name} in ${language}.` };
      const url = reportsUrl();
      if (isAnnounced && url !== undefined) await announceStatus(url, news);
      return {};
    },
    policy: policy.set,
    mode: bots.setMode,
    fault: async ({ id, isOn, once = false }) =>
      faults.set(id, isOn, once) ? {} : { problem: `There is no fault ${id}.` },
    bot: bots.control,
  };
}
