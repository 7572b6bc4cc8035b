import type { ViewState } from '../../protocol.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { OpenView } from '../web-api/view-stacks.ts';

/** A view as Slack describes it to the bot, in answers and in payloads. */
export function viewPayload(view: OpenView, app: AppIdentity, values: ViewState = {}): Record<string, unknown> {
  const { definition } = view;
  return {
    id: view.id,
    team_id: app.teamId,
    type: 'modal',
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values },
    hash: view.hash,
    title: definition.title,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: definition.close ?? null,
    submit: definition.submit ?? null,
    previous_view_id: view.previousViewId ?? null,
    root_view_id: view.rootViewId,
    app_id: app.appId,
    external_id: view.externalId,
    app_installed_team_id: app.teamId,
    bot_id: app.botId,
  };
}
