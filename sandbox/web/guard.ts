import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not for this sandbox, or undefined. A page of another site must reach it neither by its own origin
 * nor by a name that it lets point to 127.0.0.1 (DNS rebinding).
 */
export function strangerReason(request: IncomingMessage): string | undefined {
  const { host = '', origin } = request.headers;
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return 'The sandbox answers on 127.0.0.1 only.';
  if (origin !== undefined && origin !== `http://${host}`) return 'The sandbox answers its own page only.';
  return undefined;
}

/** A form of another site cannot send this type without asking first. */
export function isJson(request: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}
