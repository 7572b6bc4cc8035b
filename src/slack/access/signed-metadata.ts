import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { installationOf } from './gate.ts';

type Facts = Readonly<Record<string, unknown>>;
type Sign = (text: string) => string;

/** Characters that a signature takes of a view's `private_metadata`: a SHA-256 as base64url, and a dot. */
export const SIGNATURE_LENGTH = 44;

/**
 * Middleware that lets listeners sign what a view carries for the person who sees it. Slack gives `private_metadata` back as
 * the client sends it, so a client could name a channel or a send that the person may not see. Runs after the gate.
 */
export function createMetadataSigning(botToken: string): Middleware<AnyMiddlewareArgs> {
  const key = createSecretKey(createHmac('sha256', botToken).update('private_metadata').digest());
  return async ({ body, context, next }) => {
    const userId = userOf(body);
    const sign: Sign = (text) =>
      createHmac('sha256', key)
        .update(JSON.stringify([installationOf(context), userId, text]))
        .digest('base64url');
    if (userId !== undefined) context['signMetadata'] = sign;
    await next();
  };
}

/** The view with its metadata signed for the person who sees it. */
export function withSignedMetadata<View extends { private_metadata?: string }>(context: Facts, view: View): View {
  const text = view.private_metadata ?? '';
  return { ...view, private_metadata: `${signOf(context)(text)}.${text}` };
}

/** The view with the metadata that was signed for this person; empty where it was not. */
export function withTrustedMetadata<View extends { readonly private_metadata: string }>(
  context: Facts,
  view: View,
): View {
  const text = view.private_metadata.slice(SIGNATURE_LENGTH);
  const given = Buffer.from(view.private_metadata.slice(0, SIGNATURE_LENGTH));
  const expected = Buffer.from(`${signOf(context)(text)}.`);
  const isTrusted = given.length === expected.length && timingSafeEqual(given, expected);
  return { ...view, private_metadata: isTrusted ? text : '' };
}

function signOf(context: Facts): Sign {
  const sign = context['signMetadata'];
  if (typeof sign !== 'function') throw new Error('A view without a person');
  return sign as Sign;
}

function userOf(body: unknown): string | undefined {
  const { user, user_id: commandUserId } = body as {
    readonly user?: { readonly id?: unknown };
    readonly user_id?: unknown;
  };
  const id = commandUserId ?? user?.id;
  return typeof id === 'string' ? id : undefined;
}
