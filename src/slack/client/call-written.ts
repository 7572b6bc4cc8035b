import type {
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ViewsOpenArguments,
  WebAPICallResult,
  WebClient,
} from '@slack/web-api';

interface Calls {
  'views.open': ViewsOpenArguments;
  'chat.postMessage': ChatPostMessageArguments;
  'chat.update': ChatUpdateArguments;
}

/** What is read of Slack's answers. */
type Answer = WebAPICallResult & { readonly channel?: unknown; readonly ts?: unknown };

export type Caller = Pick<WebClient, 'apiCall'>;

/**
 * Calls a method of Slack whose arguments hold many blocks. They are sent as JSON text in the end; whoever hands them to
 * the client as objects has it copy them piece by piece first, for a debug line that is not written.
 *
 * @throws what the client throws.
 */
export function callWritten<Method extends keyof Calls>(
  client: Caller,
  method: Method,
  args: Calls[Method],
): Promise<Answer> {
  const written = Object.entries(args).map(([name, value]) => [name, isObject(value) ? JSON.stringify(value) : value]);
  return client.apiCall(method, Object.fromEntries(written));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
