import type { ModalView } from '@slack/types';
import type { ViewsOpenResponse, WebClient } from '@slack/web-api';

/**
 * Opens a view while its `trigger_id` lives. The view is passed as JSON text, which is what Slack gets anyway, because the client
 * would copy an object piece by piece for a debug line that is not written.
 *
 * @throws what the client throws
 */
export function openView(
  client: Pick<WebClient, 'apiCall'>,
  triggerId: string,
  view: ModalView,
): Promise<ViewsOpenResponse> {
  return client.apiCall('views.open', { trigger_id: triggerId, view: JSON.stringify(view) });
}
