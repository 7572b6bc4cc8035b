import type {
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ViewsOpenArguments,
  WebAPICallResult,
  WebClient,
} from '@slack/web-api';

interface Methods {
  'views.open': ViewsOpenArguments;
  'chat.postMessage': ChatPostMessageArguments;
  'chat.update': ChatUpdateArguments;
}

/** What is read of Slack's responses. */
type Response = WebAPICallResult & { readonly channel?: unknown; readonly ts?: unknown };

export type ApiCaller = Pick<WebClient, 'apiCall'>;

/**
 * Calls a method of Slack whose arguments hold many blocks, with the blocks as JSON text. That is how they are sent in any
 * case, and the client copies objects piece by piece first, for a debug line that is never written.
 *
 * @throws what the client throws.
 */
export function callWithJson<Method extends keyof Methods>(
  client: ApiCaller,
  method: Method,
  args: Methods[Method],
): Promise<Response> {
  const written = Object.entries(args).map(([name, value]) => [name, isObject(value) ? JSON.stringify(value) : value]);
  return client.apiCall(method, Object.fromEntries(written));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
