import { createHmac } from 'node:crypto';
import { SECRETS } from './contestants.ts';

export interface SignedRequest {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the answer has to hold. */
  readonly expected?: string;
}

const PERSON = {
  team: { id: 'T1', domain: 'acme' },
  user: { id: 'U1', name: 'asha', username: 'asha', team_id: 'T1' },
  api_app_id: 'A1',
  token: 'legacy',
  is_enterprise_install: false,
  enterprise: null,
};

/** `/whatsapp-send booking_confirm +91 …`, as Slack posts it. */
export function commandRequest(triggerId: string): SignedRequest {
  return command(triggerId, 'booking_confirm +91 98765 43210');
}

/** `/whatsapp-send list …`, which opens the form for a list. */
export function listCommand(triggerId: string, template: string): SignedRequest {
  return command(triggerId, `list ${template}`);
}

function command(triggerId: string, text: string): SignedRequest {
  return signed(
    new URLSearchParams({
      token: 'legacy',
      team_id: 'T1',
      team_domain: 'acme',
      channel_id: 'C1',
      channel_name: 'bookings',
      user_id: 'U1',
      user_name: 'asha',
      command: '/whatsapp-send',
      text,
      api_app_id: 'A1',
      is_enterprise_install: 'false',
      response_url: 'https://hooks.slack.com/commands/T1/1/x',
      trigger_id: triggerId,
    }).toString(),
  );
}

/** The review view's button. */
export function reviewSubmission(viewId: string, draftId: string, channelId: string): SignedRequest {
  const request = payloadRequest({
    ...PERSON,
    type: 'view_submission',
    trigger_id: `1.2.${viewId}`,
    response_urls: [],
    view: {
      id: viewId,
      team_id: 'T1',
      type: 'modal',
      callback_id: 'whatsapp_send_review',
      private_metadata: JSON.stringify({ draftId, channelId }),
      blocks: [{ type: 'section', block_id: 'b1', text: { type: 'mrkdwn', text: 'Hello Asha', verbatim: false } }],
      state: { values: {} },
      hash: '1.x',
      title: { type: 'plain_text', text: 'Review', emoji: true },
      submit: { type: 'plain_text', text: 'Send to 1 person', emoji: true },
      close: { type: 'plain_text', text: 'Back', emoji: true },
      root_view_id: viewId,
      app_id: 'A1',
      bot_id: 'BBOT',
    },
  });
  return { ...request, expected: '"clear"' };
}

interface ListView {
  readonly blocks: readonly {
    readonly block_id?: string;
    readonly element?: Readonly<Record<string, unknown>> & { readonly action_id?: string };
  }[];
}

/** "Review" in the form for a list, with the file that Slack has. @param form as it was opened */
export function listSubmission(viewId: string, form: string): SignedRequest {
  const view = JSON.parse(form) as ListView;
  const chosen = view.blocks.flatMap(({ block_id: blockId = '', element = {} }) => {
    const { action_id: actionId, initial_option, initial_conversation } = element;
    const state = { selected_option: initial_option ?? null, selected_conversation: initial_conversation ?? null };
    return actionId === undefined ? [] : [[blockId, { [actionId]: { type: element['type'], ...state } }]];
  });
  const file = { list_file: { list_file: { type: 'file_input', files: [{ id: 'F1' }] } } };
  return viewSubmission(viewId, view, { ...Object.fromEntries(chosen), ...file });
}

/** "Send" in the review of a list, with nothing changed in it. @param review as it was shown */
export function listConfirmation(viewId: string, review: string): SignedRequest {
  return { ...viewSubmission(viewId, JSON.parse(review), {}), expected: '"clear"' };
}

function viewSubmission(viewId: string, view: object, values: object): SignedRequest {
  return payloadRequest({
    ...PERSON,
    type: 'view_submission',
    trigger_id: `1.2.${viewId}`,
    response_urls: [],
    view: { ...view, id: viewId, team_id: 'T1', hash: '1.x', root_view_id: viewId, state: { values } },
  });
}

/** What the template picker asks while a person types. */
export function optionLoad(query: string): SignedRequest {
  return payloadRequest({
    ...PERSON,
    type: 'block_suggestion',
    action_id: 'template',
    block_id: 'template',
    value: query,
    container: { type: 'view', view_id: 'V1' },
    view: {
      id: 'V1',
      type: 'modal',
      callback_id: 'whatsapp_send',
      private_metadata: '{}',
      blocks: [],
      state: { values: {} },
    },
  });
}

function payloadRequest(payload: object): SignedRequest {
  return signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
}

function signed(body: string): SignedRequest {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', SECRETS.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    path: '/slack/events',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hmac}`,
    },
  };
}
