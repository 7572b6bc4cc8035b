import { z } from 'zod';
import type { InputState, ViewState } from '../protocol.ts';
import type { SandboxRequests } from '../requests.ts';

/** What each of the page's requests has to look like. */

const Id = z.string().min(1);

const Input: z.ZodType<InputState> = z.looseObject({ type: z.string() });
const State: z.ZodType<ViewState> = z.record(z.string(), z.record(z.string(), Input));

type Bodies = { readonly [Name in keyof SandboxRequests]: z.ZodType<SandboxRequests[Name]['body']> };

export const REQUEST_BODIES: Bodies = {
  type: z.object({ memberId: Id, channelId: Id, threadTs: z.string().exactOptional(), text: z.string() }),
  action: z.object({
    memberId: Id,
    container: z.union([z.object({ viewId: Id }), z.object({ channelId: Id, ts: Id })]),
    blockId: Id,
    actionId: Id,
    element: z.record(z.string(), z.unknown()),
    state: State.exactOptional(),
  }),
  options: z.object({ memberId: Id, viewId: Id, blockId: Id, actionId: Id, query: z.string() }),
  submit: z.object({ memberId: Id, viewId: Id, state: State }),
  upload: z.object({ memberId: Id, name: Id, base64: z.base64() }),
  close: z.object({ memberId: Id, viewId: Id, all: z.boolean() }),
  shortcut: z.object({
    memberId: Id,
    callbackId: Id,
    message: z.object({ channelId: Id, ts: Id }).exactOptional(),
  }),
  home: z.object({ memberId: Id }),
  phone: z.object({
    number: z.string().regex(/^\d{8,15}$/),
    do: z.enum([
      ...['read', 'tap', 'write', 'react', 'photo'],
      ...['leave_whatsapp', 'join_whatsapp', 'block', 'unblock'],
    ] as const),
    messageId: z.string().exactOptional(),
    button: z.number().int().min(0).exactOptional(),
    text: z.string().max(4_096).exactOptional(),
    hoursAgo: z.number().min(0).max(48).exactOptional(),
  }),
  template: z.object({
    name: Id,
    language: Id,
    status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']),
    isAnnounced: z.boolean(),
  }),
  policy: z.object({ isOn: z.boolean(), quietHours: z.boolean().optional() }),
  mode: z.object({ mode: z.enum(['trial', 'team', 'live']), mirrorsOptOuts: z.boolean().optional() }),
  fault: z.object({ id: Id, isOn: z.boolean(), once: z.boolean().exactOptional() }),
  bot: z.object({ do: z.enum(['kill', 'stop', 'start']), name: Id }),
};
